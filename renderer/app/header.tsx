/** Always in sight: whose desk, how old the data is, what is unsent (F76). */
import { Badge, Button } from 'antd';
import { useMemo } from 'react';
import { term } from '../../shared/hotline/glossary.ts';
import type { TicketId } from '../../shared/hotline/ids.ts';
import { useTasks } from '../features/governance/index.ts';
import { owesReply } from '../features/inbox/index.ts';
import { useSuggestions } from '../features/knowledge/index.ts';
import type { Reference, Replica, SlimRow, SyncStatus } from '../replica/door.ts';
import { shortTime } from '../ui/time-text.ts';
import { useObservable } from '../ui/use-observable.ts';

const NONE: ReadonlyMap<TicketId, SlimRow> = new Map();

const LINK: Readonly<Record<SyncStatus['link'], string>> = {
  online: '在线',
  offline: '离线',
  passwordNeeded: '需重新输入密码',
  revoked: '已停用',
};

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  status: SyncStatus;
  now: number;
  onRegister: (() => void) | undefined;
  onLookup: (() => void) | undefined;
  /** For who supervises, and leaders (art. 7). */
  onFigures: (() => void) | undefined;
  onKnowledge: () => void;
  onGovern: () => void;
  onSync: () => void;
  onSupervised: () => void;
  onLeave: () => void;
}>;

/** 督办 that this person's unit has not answered stays in sight, whatever is on the screen (art. 15, F41). */
function Supervised({ replica, now, onSupervised }: Pick<Props, 'replica' | 'now' | 'onSupervised'>) {
  const rows = useObservable(replica.rows, NONE);
  const { me } = replica;
  const owed = useMemo(() => [...rows.values()].filter((row) => owesReply(row, me)), [rows, me]);
  if (owed.length === 0) return null;
  const late = owed.some((row) => row.supervision !== undefined && Date.parse(row.supervision.due) < now);
  return (
    <Button type="primary" className="owed" onClick={onSupervised} data-testid="header-supervised">
      督办待回复 {owed.length} 件{late ? '，有逾期' : ''}
    </Button>
  );
}

/** A narrow window shows no board: the tasks of a grid worker's day are one step away all the same (F53). */
function Governance({ replica, onGovern }: Pick<Props, 'replica' | 'onGovern'>) {
  const { open, done } = useTasks(replica);
  const { me } = replica;
  const office = me.roles.some((role) => role === 'clerk' || role === 'leader');
  if (me.audience === 'city' || (!office && open.length + done.length === 0)) return null;
  return (
    <Button onClick={onGovern} data-testid="header-governance" className={open.length === 0 ? 'wide-only' : ''}>
      专项治理{open.length === 0 ? '' : ` ${open.length}`}
    </Button>
  );
}

export function Header(props: Props) {
  const { replica, reference, status, now, onRegister, onLookup, onFigures, onKnowledge, onSync, onLeave } = props;
  const { me } = replica;
  const { toDecide } = useSuggestions(replica);
  return (
    <header className="desk-header">
      <span className="desk-title">基层接诉工作台</span>
      <span className="desk-unit">{reference.units.get(me.unit)?.name ?? ''}</span>
      <span className="desk-age" role="status" data-testid="header-status" data-link={status.link} data-complete={status.complete}>
        <i className={`dot dot-${status.link}`} aria-hidden="true" />
        <b>{LINK[status.link]}</b>
        <span>
          {status.dataAsOf === undefined ? '本机还没有数据' : `本机数据截至 ${shortTime(status.dataAsOf, now)}`}
          {status.complete ? '' : '（数据未齐）'}
        </span>
      </span>
      <span className="desk-spacer" />
      <Supervised {...props} />
      {onRegister === undefined ? null : (
        <Button onClick={onRegister} data-testid="register">
          登记
        </Button>
      )}
      {onLookup === undefined ? null : (
        <Button onClick={onLookup} data-testid="lookup">
          联网查询
        </Button>
      )}
      <Governance {...props} />
      {onFigures === undefined ? null : (
        <Button onClick={onFigures} data-testid="figures">
          督办考核
        </Button>
      )}
      <Badge count={toDecide.length} title={`${toDecide.length} 条建议等您裁定`}>
        <Button onClick={onKnowledge} data-testid="knowledge">
          知识库
        </Button>
      </Badge>
      <Badge count={status.refused} title={`${status.refused} 条记录未被接受`}>
        <Button onClick={onSync} data-testid="sync-centre" className={status.unsent > 0 ? 'has-unsent' : ''}>
          <span data-testid="header-unsent">未送达 {status.unsent} 件</span>
        </Button>
      </Badge>
      <Button ghost onClick={onLeave} data-testid="leave" aria-label={`${me.name}，${term('role', me.roles[0])}，退出或换人`}>
        {me.name}
        <span className="desk-role"> {term('role', me.roles[0])}</span>
        <span className="desk-leave"> 换人</span>
      </Button>
    </header>
  );
}
