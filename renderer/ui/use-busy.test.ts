// @vitest-environment jsdom
import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, test } from 'vitest';
import { unanswered, useBusy } from './use-busy.ts';

type Outcome = Readonly<{ ok: boolean; message?: string }>;
(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

test('what throws is told as a refusal with a next step, and the form can be used again', async () => {
  let shown: ReturnType<typeof useBusy> = [false, () => Promise.reject(new Error('not drawn'))];
  function Form(): null {
    shown = useBusy();
    return null;
  }
  const root = createRoot(document.createElement('main'));
  await act(async () => {
    root.render(createElement(Form));
    await Promise.resolve();
  });
  for (const [end, outcome] of [
    ['answered', { ok: true }],
    ['thrown', { ok: false, message: '登录没有完成，请重试；仍不行的，请退出程序后重新打开。已保存的记录不受影响。' }],
  ] as const) {
    let finish = (): void => undefined;
    let asked: Promise<Outcome> = Promise.resolve({ ok: false });
    await act(async () => {
      const work = new Promise<Outcome>((resolve, reject) => {
        finish = end === 'answered' ? () => resolve({ ok: true }) : () => reject(new Error('the host is gone'));
      });
      asked = shown[1](work, unanswered('登录'));
      await Promise.resolve();
    });
    expect(shown[0]).toBe(true);
    await act(async () => {
      finish();
      await asked;
    });
    expect(await asked).toEqual(outcome);
    expect(shown[0]).toBe(false);
  }
  await act(async () => {
    root.unmount();
    await Promise.resolve();
  });
});
