/** Always in sight: whose desk, how old the data is, what is unsent (F76). */
import { Badge, Button, Dropdown } from 'antd';
import { useMemo } from 'react';
import { term } from '../../shared/hotline/glossary.ts';
import type { TicketId } from '../../shared/hotline/ids.ts';
import { useTasks } from '../features/governance/index.ts';
import { owesReply } from '../features/inbox/index.ts';
import { useSuggestions } from '../features/knowledge/index.ts';
import type { Reference, Replica, SlimRow, SyncStatus } from '../replica/door.ts';
import { repliesToSupervision } from '../ui/who-replies.ts';
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
  onUnit: () => void;
  onSync: () => void;
  onSupervised: () => void;
  onLeave: () => void;
}>;

/** 督办 that this person's unit has not answered stays in sight, whatever is on the screen (art. 15, F41). */
function Supervised({ replica, reference, now, onSupervised }: Pick<Props, 'replica' | 'reference' | 'now' | 'onSupervised'>) {
  const rows = useObservable(replica.rows, NONE);
  const { me } = replica;
  const owed = useMemo(() => [...rows.values()].filter((row) => owesReply(row, me)), [rows, me]);
  if (owed.length === 0) return null;
  const late = owed.some((row) => row.supervision !== undefined && Date.parse(row.supervision.due) < now);
  const own = repliesToSupervision(me, reference);
  return (
    <Button {...(own ? { type: 'primary', className: 'owed' } : {})} onClick={onSupervised} data-testid="header-supervised">
      {own ? '督办待回复' : '督办待领导回复'} {owed.length} 件{late ? '，有逾期' : ''}
    </Button>
  );
}

type Entry = Readonly<{ id: string; name: string; count: number; countTitle: string; onClick: () => void }>;

/** What is done now and then: beside one another, and in a narrow window one press away. A person's day is not two rows of buttons. */
function useEntries({ replica, onLookup, onFigures, onKnowledge, onGovern, onUnit }: Props): readonly Entry[] {
  const { open, done } = useTasks(replica);
  const { toDecide } = useSuggestions(replica);
  const { me } = replica;
  const city = me.audience === 'city';
  const office = me.roles.some((role) => role === 'clerk' || role === 'leader');
  const governs = !city && (office || open.length + done.length > 0);
  const entry = (id: string, name: string, onClick: () => void, more: Partial<Entry> = {}): Entry => ({
    id,
    name,
    count: 0,
    countTitle: '',
    onClick,
    ...more,
  });
  const tasks = open.length === 0 ? '' : ` ${open.length}`;
  return [
    ...(onLookup === undefined ? [] : [entry('lookup', '联网查询', onLookup)]),
    ...(governs ? [entry('header-governance', `专项治理${tasks}`, onGovern)] : []),
    ...(onFigures === undefined ? [] : [entry('figures', '督办考核', onFigures)]),
    ...(city ? [] : [entry('unit', office ? '单位档案' : '休假', onUnit)]),
    entry('knowledge', '知识库', onKnowledge, { count: toDecide.length, countTitle: `${toDecide.length} 条建议等您裁定` }),
  ];
}

function Entries(props: Props) {
  const entries = useEntries(props);
  return (
    <>
      {entries.map(({ id, name, count, countTitle, onClick }) => (
        <Badge key={id} count={count} title={countTitle} className="wide-only">
          <Button onClick={onClick} data-testid={id}>
            {name}
          </Button>
        </Badge>
      ))}
      <Dropdown
        trigger={['click']}
        menu={{
          items: entries.map(({ id, name, count }) => ({ key: id, label: count === 0 ? name : `${name}（${count}）` })),
          onClick: ({ key }) => entries.find((one) => one.id === key)?.onClick(),
        }}
      >
        <Button className="narrow-only" data-testid="more">
          更多
        </Button>
      </Dropdown>
    </>
  );
}

export function Header(props: Props) {
  const { replica, reference, status, now, onRegister, onSync, onLeave } = props;
  const { me } = replica;
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
      <Entries {...props} />
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
