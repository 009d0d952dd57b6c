// @vitest-environment jsdom
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, test, vi } from 'vitest';
import { unanswered, useBusy } from './use-busy.ts';

type Outcome = Readonly<{ ok: boolean; message?: string }>;
type Form = ReturnType<typeof useBusy>;

test('what throws is told as a refusal with a next step, and the form can be used again', async () => {
  let drawn: Form | undefined;
  function Page(): null {
    drawn = useBusy();
    return null;
  }
  /** The form as it is drawn once it is busy, or free. */
  const form = (busy: boolean): Promise<Form> =>
    vi.waitFor(() => {
      if (drawn?.[0] !== busy) throw new Error('not drawn yet');
      return drawn;
    });
  const root = createRoot(document.createElement('main'));
  root.render(createElement(Page));
  for (const [end, outcome] of [
    ['answered', { ok: true }],
    ['thrown', { ok: false, message: '登录没有完成，请重试；仍不行的，请退出程序后重新打开。已保存的记录不受影响。' }],
  ] as const) {
    const [, during] = await form(false);
    let finish = (): void => undefined;
    const work = new Promise<Outcome>((resolve, reject) => {
      finish = end === 'answered' ? () => resolve({ ok: true }) : () => reject(new Error('the host is gone'));
    });
    const asked = during(work, unanswered('登录'));
    await form(true);
    finish();
    expect(await asked).toEqual(outcome);
    await form(false);
  }
  root.unmount();
});
