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
function words({ action, state, dismissed }: OutboxItem, kept: boolean): string {
  if (dismissed !== undefined) return '已驳回';
  if (kept) return '已留存，未生效';
  if (state === 'accepted' && isMatterId(action.ticket)) return AWAITS.includes(action.kind) ? '已收到，待审核' : term('outbox', state);
  return state === 'accepted' && actionRule(action.kind)?.category === 'P' ? '已计入工单' : term('outbox', state);
}

function reasonOf({ state, code, reason, dismissed }: OutboxItem, kept: boolean): string | undefined {
  if (dismissed !== undefined) return dismissed.reason;
  if (kept) return refusalText(code ?? '');
  return state === 'accepted' ? undefined : (reason ?? (code === undefined ? undefined : refusalText(code)));
}

export function SentState({ item, now }: Readonly<{ item: OutboxItem; now: number }>) {
  const { state, receivedAt, code, dismissed } = item;
  const kept = state === 'accepted' && code !== undefined;
  const reason = reasonOf(item, kept);
  const next = dismissed === undefined ? NEXT[state] : NEXT.refused;
  return (
    <span className="sent-state">
      <Tag color={kept ? 'orange' : COLORS[state]}>
        {words(item, kept)}
        {dismissed === undefined ? '' : ` ${shortTime(dismissed.at, now)}`}
        {receivedAt === undefined || state === 'refused' || state === 'quarantined' ? '' : ` ${shortTime(receivedAt, now)}`}
      </Tag>
      {reason === undefined ? null : (
        <span className={kept ? 'reason warn' : 'reason'}>
          {dismissed === undefined ? '原因' : '管理员答复'}：{reason}
        </span>
      )}
      {next === undefined || reason?.includes('已保') === true ? null : <span className="reason">{next}</span>}
    </span>
  );
}
