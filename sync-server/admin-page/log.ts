/** 访问记录 (art. 18; F51): newest first, searched from the end backwards, so many entries at a time; and whether the chain holds. */
import { canonicalBytes, hashHex } from '../../shared/sync/canonical.ts';
import { dayOf, civilDate } from '../../shared/hotline/calendar.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { LoggedEntry } from '../accounts/access-log.ts';
import type { Hub } from '../hub-parts.ts';
import { html, link, query, table, type Html } from './html.ts';
import { actName, deviceNames, personName, shortId, time } from './words.ts';

const A_PAGE = 50;
/** Looked through for one answer; farther back is asked for. */
const MOST_SCANNED = 5000;
const A_READ = 500;

export type LogQuestion = Readonly<{ who: string; ticket: string; day: string; before?: number }>;

export function questionOf(given: Readonly<Record<string, string | undefined>>): LogQuestion {
  const { who = '', ticket = '', day = '', before = '' } = given;
  const until = Number(before);
  return {
    who: who.trim().slice(0, 60),
    ticket: ticket.trim().slice(0, 60),
    day: /^\d{4}-\d{2}-\d{2}$/u.test(day) ? day : '',
    ...(Number.isSafeInteger(until) && until > 0 ? { before: until } : {}),
  };
}

async function ticketIds(hub: Hub, no: string): Promise<readonly string[]> {
  if (no === '') return [];
  const claim = await hub.core.store.private.get<{ ticket: string }>(`no:${no.toUpperCase()}`);
  return claim === undefined ? [no] : [claim.ticket, no];
}

/** A name, a login or an id: whoever is called so. */
function peopleCalled(hub: Hub, who: string): ReadonlySet<string> {
  const found = [...hub.core.reference.people.values()].filter(({ _id, name }) => name === who || _id === who || _id === `person:${who}`);
  return new Set(who === '管理员' ? ['admin'] : [who, ...found.map(({ _id }) => _id)]);
}

async function found(hub: Hub, question: LogQuestion): Promise<Readonly<{ entries: readonly LoggedEntry[]; next?: number }>> {
  const people = peopleCalled(hub, question.who);
  const tickets = await ticketIds(hub, question.ticket);
  const fits = ({ person, of, at }: LoggedEntry): boolean =>
    (question.who === '' || people.has(person) || [...people].some((one) => of === one)) &&
    (question.ticket === '' || tickets.some((one) => of.includes(one))) &&
    (question.day === '' || civilDate(dayOf(at as Instant)) === question.day);
  const entries: LoggedEntry[] = [];
  let { before } = question;
  for (let scanned = 0; scanned < MOST_SCANNED; scanned += A_READ) {
    const page = await hub.accessLog.page(before, A_READ);
    if (page.length === 0) return { entries };
    for (const entry of page) {
      before = entry.n;
      if (fits(entry)) entries.push(entry);
      if (entries.length >= A_PAGE) return { entries, ...(before > 1 ? { next: before } : {}) };
    }
  }
  return { entries, ...(before !== undefined && before > 1 ? { next: before } : {}) };
}

/** Ids in what was looked at or done, by the names of what they stand for. */
async function readable(hub: Hub, entries: readonly LoggedEntry[]): Promise<(text: string) => string> {
  const ids = [...new Set(entries.flatMap(({ of }) => of.match(/ticket:[0-9A-Z]{26}/gu) ?? []))];
  const tickets = await hub.core.store.hotline.getMany<Ticket>(ids);
  const numbers = new Map(ids.map((id, at) => [id, tickets[at]?.no ?? `工单${shortId(id)}`]));
  const devices = await deviceNames(hub);
  return (text) =>
    text
      .replace(/ticket:[0-9A-Z]{26}/gu, (id) => numbers.get(id) ?? id)
      .replace(/device:[0-9A-Z]{26}/gu, (id) => devices.get(id) ?? `设备${shortId(id)}`)
      .replace(/person:[0-9A-Za-z_-]{1,60}/gu, (id) => personName(hub, id))
      .replace(/unit:([0-9A-Za-z-]{1,45})/gu, (_, code: string) => hub.core.reference.units.get(code as never)?.name ?? code)
      .replace(/quarantine:[0-9a-f]{64}/gu, (id) => `隔离记录${shortId(id)}`)
      .replace(/wrong:[^ ]*/gu, '登录锁定')
      .replace(/[0-9a-f]{64}/gu, (hash) => `${hash.slice(0, 8)}…`);
}

export async function logPage(hub: Hub, question: LogQuestion): Promise<Html> {
  const { entries, next } = await found(hub, question);
  const words = await readable(hub, entries);
  const devices = await deviceNames(hub);
  const { who, ticket, day } = question;
  const asked = who !== '' || ticket !== '' || day !== '';
  const rows = entries.map(({ n, at, person, device, what, act, of, reason, field, gap }) => [
    String(n),
    time(at),
    personName(hub, person),
    device === '' ? '—' : (devices.get(device) ?? shortId(device)),
    actName(act ?? what),
    html`${words(of)}${field !== undefined && `（${{ name: '姓名', phone: '电话', content: '内容' }[field]}）`}${gap === true && html` <span class="bad">此前有缺号</span>`}`,
    reason ?? '',
  ]);
  const farther = next === undefined ? undefined : query('/admin/pages/log', { who, ticket, day, before: String(next) });
  return html` <form class="row" method="get" role="search">
      <label>人员（姓名或登录名）<br /><input name="who" value="${who}" maxlength="60" /></label>
      <label>工单编号<br /><input name="ticket" value="${ticket}" maxlength="60" /></label>
      <label>日期<br /><input type="date" name="day" value="${day}" /></label>
      <button>查找</button>${asked && link('/admin/pages/log', '显示全部')}
    </form>
    ${await chainState(hub, entries)}
    ${table(
      asked ? '找到的记录，新的在前' : '全部记录，新的在前',
      ['序号', '时间', '人员', '设备', '事项', { name: '对象', wide: true }, { name: '理由', wide: true }],
      rows,
      next === undefined ? '没有符合的记录。请放宽条件再查。' : '这一段里没有，可继续查找更早的。',
    )}
    ${farther !== undefined && html`<p>${link(farther, '继续查找更早的')}</p>`}`;
}

/** Of the entries from the end that were read: each hashes as it says, and follows the one before. */
async function chainState(hub: Hub, shown: readonly LoggedEntry[]): Promise<Html> {
  const entries = await hub.accessLog.page(undefined, A_READ);
  const { n, hash } = await hub.accessLog.head();
  const broken = [...entries, ...shown].find((entry, at) => {
    const { hash: said, _id: _a, _rev: _b, schema: _c, ...body } = entry as LoggedEntry & Record<string, unknown>;
    const before = at + 1 < entries.length ? entries[at + 1] : undefined;
    return hashHex(canonicalBytes(body)) !== said || (before !== undefined && (before.hash !== entry.prev || before.n !== entry.n - 1));
  });
  if (broken !== undefined)
    return html`<p class="note fault" role="alert">
      第 ${broken.n} 条与校验值不符，记录可能被改动。请立即导出全部记录，用 verify-log 核验并报告。
    </p>`;
  return html`<p class="note">
    共 ${n} 条。最近 ${entries.length} 条首尾相接、未被改动；全部核验请导出后运行 verify-log。当前校验值
    <span class="secret">${hash.slice(0, 16)}…</span>
  </p>`;
}
