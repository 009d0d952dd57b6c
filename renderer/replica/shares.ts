/** 移送线索共享 at the hub (art. 16; F45): online only; nothing of a file stays here but what the supervisor saves. */
import Type from 'typebox';
import { ShareAnswer, SharesAnswer } from '../../shared/exchange/referral-share.ts';
import type { SharesDoor } from './door.ts';
import type { HubAnswer, HubClient } from './hub-client.ts';

const OFFLINE = '移送线索共享需要联网办理。请检查网络后重试。';

function given<T>(answer: HubAnswer<T>): Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; message: string }> {
  if (answer.ok) return answer;
  return { ok: false, message: answer.kind === 'refused' ? answer.reason : OFFLINE };
}

export function sharesDoor(hub: HubClient): SharesDoor {
  return {
    all: async () => given(await hub.request('GET', '/desk/referral-shares', SharesAnswer)),
    make: async (asked) => given(await hub.request('POST', '/desk/referral-shares', ShareAnswer, asked)),
    receive: async (no, receipt) =>
      given(
        await hub.request('POST', `/desk/referral-shares/${encodeURIComponent(no)}/receipt`, Type.Object({ ok: Type.Boolean() }), receipt),
      ),
  };
}
