/** How far an own record has come [sync D2, D7]: sent is said only with the hub's own time of receipt. */
import { Tag } from 'antd';
import { actionRule } from '../../shared/hotline/actions/index.ts';
import { term } from '../../shared/hotline/glossary.ts';
import { isMatterId } from '../../shared/hotline/ids.ts';
import { refusalText } from '../../shared/hotline/refusals.ts';
import type { OutboxItem } from '../replica/door.ts';
import { shortTime } from './time-text.ts';

const COLORS: Readonly<Record<OutboxItem['state'], string>> = {
  saved: 'gold',
  sent: 'blue',
  accepted: 'green',
  refused: 'red',
  quarantined: 'red',
};

/** What a person may do about it; the reason itself carries the next step where there is one. */
const NEXT: Readonly<Partial<Record<OutboxItem['state'], string>>> = {
  refused: '文字已保留，可在“同步中心”复制后重新办理。',
  quarantined: '原文已保留，请联系管理员核对后重新办理。',
};

/** Of matters: begins what somebody else decides. A task that is opened or a leave that is recorded holds at once. */
const AWAITS: readonly string[] = ['suggestChange'];

/** A proposal that is taken is not granted: its own card says where it stands. */
function words({ action, state }: OutboxItem, kept: boolean): string {
  if (kept) return '已留存，未生效';
  if (state === 'accepted' && isMatterId(action.ticket)) return AWAITS.includes(action.kind) ? '已收到，待审核' : term('outbox', state);
  return state === 'accepted' && actionRule(action.kind)?.category === 'P' ? '已计入工单' : term('outbox', state);
}

export function SentState({ item, now }: Readonly<{ item: OutboxItem; now: number }>) {
  const { state, receivedAt, code } = item;
  const kept = state === 'accepted' && code !== undefined;
  const reason = kept
    ? refusalText(code)
    : state === 'accepted'
      ? undefined
      : (item.reason ?? (code === undefined ? undefined : refusalText(code)));
  return (
    <span className="sent-state">
      <Tag color={kept ? 'orange' : COLORS[state]}>
        {words(item, kept)}
        {receivedAt === undefined || state === 'refused' || state === 'quarantined' ? '' : ` ${shortTime(receivedAt, now)}`}
      </Tag>
      {reason === undefined ? null : <span className={kept ? 'reason warn' : 'reason'}>原因：{reason}</span>}
      {NEXT[state] === undefined || reason?.includes('已保') === true ? null : <span className="reason">{NEXT[state]}</span>}
    </span>
  );
}
