import { useState } from 'react';

/** What is answered in place of an answer that did not come: the form that asked can be used again. */
export function unanswered(what: string): Readonly<{ ok: false; message: string }> {
  return { ok: false, message: `${what}没有完成，请重试；仍不行的，请退出程序后重新打开。已保存的记录不受影响。` };
}

/** Whether something is under way, and how to do it: whatever becomes of it, it is over afterwards. */
export function useBusy(): readonly [busy: boolean, during: <T>(work: Promise<T>, failed: NoInfer<T>) => Promise<T>] {
  const [busy, setBusy] = useState(false);
  const during = async <T>(work: Promise<T>, failed: NoInfer<T>): Promise<T> => {
    setBusy(true);
    try {
      return await work;
    } catch {
      return failed;
    } finally {
      setBusy(false);
    }
  };
  return [busy, during];
}
