/** 隔离区 [sync G4] (docs/adr/0016): what waits for a decision and what was decided. A body is shown only after the look is recorded. */
import { GLOSSARY } from '../../shared/hotline/glossary.ts';
import { REFUSALS, refusalText } from '../../shared/hotline/refusals.ts';
import type { Stored } from '../store/database.ts';
import { decisionOf, isOpen, waitsForUpdate, type Quarantined } from '../gate/quarantine.ts';
import type { Hub } from '../hub-parts.ts';
import type { AdminSession } from './admin-sessions.ts';
import { facts, html, link, query, table, type Html } from './html.ts';
import { tokenField } from './layout.ts';
import { ticketNo } from './trouble.ts';
import { deviceNames, personName, time } from './words.ts';

const SHOWN = 200;
type Outline = Readonly<{ kind?: unknown; actor?: unknown; ticket?: unknown; occurredAt?: unknown; n?: unknown }>;

const WHY: Readonly<Record<string, string>> = {
  malformed: '格式不符',
  conflict: '同号不同内容',
  badSignature: '签名不符',
  notCertified: '密钥未登记',
  wrongDevice: '不是本机产生',
  forbidden: '人员不在库中',
  tooLarge: '超过大小',
  tooNew: '等待升级',
  revoked: '停用设备的遗留',
};

function outlineOf({ body }: Quarantined): Outline {
  return typeof body === 'object' && body !== null ? body : {};
}

function kindName(kind: unknown): string {
  const names: Readonly<Record<string, string>> = GLOSSARY.action;
  return typeof kind === 'string' && Object.hasOwn(names, kind) ? (names[kind] ?? '') : '不明';
}

export function stateOf(item: Quarantined): Html {
  if (waitsForUpdate(item)) return html`等待升级，自动处理`;
  const decision = decisionOf(item);
  if (decision === undefined) return html`<span class="bad">待处理</span>`;
  return decision.outcome === 'released' ? html`<span class="good">已放行</span>` : html`已驳回`;
}

function rowOf(hub: Hub, item: Stored<Quarantined>): readonly (Html | string)[] {
  const { kind, actor } = outlineOf(item);
  return [
    link(query('/admin/pages/kept', { id: item._id }), time(item.at)),
    kindName(kind),
    personName(hub, typeof actor === 'string' && actor !== '' ? actor.slice(0, 60) : item.person),
    WHY[item.code] ?? item.code,
    stateOf(item),
  ];
}

export async function quarantinePage(hub: Hub): Promise<Html> {
  const all = (await hub.gate.quarantine.all()).toSorted((a, b) => (a.at < b.at ? 1 : -1));
  const open = all.filter(isOpen);
  const rest = all.filter((item) => !isOpen(item));
  const columns = ['收到', '事项', '人员', '原因', '状态'];
  return html` <p class="note">这里是中心没有接收、但原样保存的记录。放行后由中心按收到时的时间裁定；驳回后保留原文，本人会看到理由。</p>
    ${table(
      `待处理，共 ${open.length} 条`,
      columns,
      open.slice(0, SHOWN).map((item) => rowOf(hub, item)),
      '没有待处理的记录。',
    )}
    ${open.length > SHOWN && html`<p class="quiet">先列最新的 ${SHOWN} 条，处理后显示其余。</p>`}
    <h2>其他</h2>
    ${table(
      `已处理或等待升级，共 ${rest.length} 条`,
      columns,
      rest.slice(0, SHOWN).map((item) => rowOf(hub, item)),
      '还没有处理过的记录。',
    )}`;
}

/** `seen`: the look at the body has been recorded. */
export async function keptPage(hub: Hub, id: string, session: AdminSession, seen: boolean): Promise<Html> {
  const item = await hub.gate.quarantine.get(id);
  if (item === undefined) return html`<p class="empty">没有这条记录。${link('/admin/pages/quarantine', '回到隔离区')}</p>`;
  const { kind, actor, ticket, occurredAt, n } = outlineOf(item);
  const fault = await hub.rulings.whyNot(item);
  const released = decisionOf(item)?.outcome === 'released';
  const told = await hub.rulings.peopleOf(item);
  const devices = await deviceNames(hub);
  return html` ${facts([
      ['事项', kindName(kind)],
      ['署名人员', typeof actor === 'string' ? personName(hub, actor.slice(0, 60)) : '—'],
      ['送来的会话', personName(hub, item.person)],
      ['设备', link(query('/admin/pages/device', { device: item.device }), devices.get(item.device) ?? '—')],
      ['工单', typeof ticket === 'string' ? await ticketNo(hub, ticket) : '—'],
      ['本人办理时间', typeof occurredAt === 'string' && /^[0-9T:.-]{23}Z$/u.test(occurredAt) ? time(occurredAt) : '—'],
      ['中心收到', time(item.at)],
      ['设备上的编号', typeof n === 'number' ? `第 ${n} 号` : '—'],
      ['状态', stateOf(item)],
    ])}
    <p class="note">未接收的原因：${refusalText(item.code)}</p>
    ${
      released || waitsForUpdate(item)
        ? undefined
        : fault === undefined
          ? html`<p class="note said">签名已核验，可以放行。</p>`
          : html`<p class="note warn">${REFUSALS[fault]}</p>`
    }
    ${
      !released &&
      !waitsForUpdate(item) &&
      html`<p class="acts">
        ${fault === undefined && link(query('/admin/pages/act/quarantine/release', { id }), '放行')}
        ${decisionOf(item) === undefined && link(query('/admin/pages/act/quarantine/dismiss', { id }), '驳回')}
      </p>`
    }
    <p class="quiet">处理结果告知：${told.length === 0 ? '没有可以告知的人员' : told.map((one) => personName(hub, one)).join('、')}</p>
    <h2>处理经过</h2>
    ${table(
      '谁在何时作了什么决定',
      ['时间', '决定', '经办', { name: '理由', wide: true }],
      (item.decisions ?? []).map(({ at, outcome, by, reason }) => [
        time(at),
        outcome === 'released' ? '放行' : '驳回',
        personName(hub, by),
        reason,
      ]),
      '还没有处理。',
    )}
    <h2>原文</h2>
    ${
      seen
        ? html`<pre tabindex="0">${JSON.stringify(item.body, undefined, 2)}</pre>`
        : html`<p>原文可能含有姓名、电话。查看会记入访问记录。</p>
            <form method="post" action="/admin/pages/kept">
              ${tokenField(session)}<input type="hidden" name="id" value="${id}" /><button class="plain">查看原文</button>
            </form>`
    }`;
}
