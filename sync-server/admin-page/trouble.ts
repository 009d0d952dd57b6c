/** 未裁定与断号: what the rules or the store failed on [sync A3], and what is missing in replicas' chains [sync G7]. */
import type { Instant } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { decisionOf } from '../gate/quarantine.ts';
import type { Hub } from '../hub-parts.ts';
import { html, link, query, table, type Html } from './html.ts';
import { shortId, time } from './words.ts';

type Gap = Readonly<{ replica: string; n: number; expected: number; broken: boolean; at: Instant }>;

export async function ticketNo(hub: Hub, id: string): Promise<string> {
  const ticket = id.startsWith('ticket:') ? await hub.core.store.hotline.get<Ticket>(id) : undefined;
  return ticket?.no ?? `尚无编号（${shortId(id)}）`;
}

export async function troublePage(hub: Hub): Promise<Html> {
  const { authority, store } = hub.core;
  const gaps = await store.private.withPrefix<Gap>('gap:');
  const kept = await hub.gate.quarantine.all();
  const explained = ({ replica, n, expected }: Gap): Html => {
    const there = kept.filter(({ body }) => {
      const one = body as { replica?: unknown; n?: unknown } | null;
      return one?.replica === replica && typeof one.n === 'number' && one.n >= expected && one.n < n;
    });
    if (there.length === 0) return html`—`;
    const words = there.map((item) => {
      const outcome = decisionOf(item)?.outcome;
      const state = outcome === undefined ? '在隔离区待处理' : outcome === 'released' ? '已放行' : '已驳回';
      return html`<li>${link(query('/admin/pages/kept', { id: item._id }), `第 ${(item.body as { n: number }).n} 号${state}`)}</li>`;
    });
    return html`<ul>
      ${words}
    </ul>`;
  };
  const undecided = await Promise.all(
    authority.undecided.map(async ({ ticket, receivedAt, error }) => [await ticketNo(hub, ticket), time(receivedAt), error]),
  );
  return html` <h2>未能裁定</h2>
    ${table('规则或存储未能处理的记录：已保存，每分钟自动重试', ['工单', '收到', { name: '原因', wide: true }], undecided, '没有未裁定的记录。')}
    <h2>记录断号</h2>
    <p class="quiet">每台设备上每个人的记录依次编号、首尾相接。断号表示有记录没有送达；请向该人员核实，并查看其工作台的“同步中心”。</p>
    ${table(
      '断号',
      ['发现时间', '副本', '缺少的编号', '说明', { name: '隔离区中', wide: true }],
      gaps.map((gap) => [
        time(gap.at),
        shortId(gap.replica),
        gap.broken ? '—' : gap.expected === gap.n - 1 ? `第 ${gap.expected} 号` : `第 ${gap.expected} 至 ${gap.n - 1} 号`,
        gap.broken ? `第 ${gap.n} 号与前一号不相接` : '未收到',
        explained(gap),
      ]),
      '没有断号：各设备的记录都是连续的。',
    )}`;
}
