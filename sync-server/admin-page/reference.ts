/** 规则包与日历: which versions there are, from when they hold and who signed them; signed files come in here (F05, ADR 8). */
import type { CalendarDocument, RulePackDocument } from '../../shared/hotline/reference/documents.ts';
import type { Publisher } from '../packs/publishers.ts';
import { originId, type Origin } from '../packs/reference-files.ts';
import type { Hub } from '../hub-parts.ts';
import type { AdminSession } from './admin-sessions.ts';
import { html, link, table, type Html } from './html.ts';
import { tokenField } from './layout.ts';
import { time } from './words.ts';

async function origin(hub: Hub, kind: 'pack' | 'calendar', id: string, version: number): Promise<Html> {
  const known = await hub.core.store.private.get<Origin>(originId(kind, id, version));
  if (known === undefined) return html`<span class="quiet">初始数据</span>`;
  const by = known.publisher === undefined ? '本中心管理员（未签名）' : `${known.publisher}（已验签）`;
  return html`${by}<br />${time(known.at)} 导入`;
}

function upload(kind: 'pack' | 'calendar', words: string, session: AdminSession): Html {
  return html`<form class="card" method="post" action="/admin/pages/${kind}" enctype="multipart/form-data">
    ${tokenField(session)}
    <label>${words}文件（.json）<input type="file" name="file" required accept=".json,application/json" /></label>
    <span class="hint">签名文件先验签、后导入；已有的版本不会被改动，只增加新版本。</span>
    <p><button>导入${words}</button></p>
  </form>`;
}

export async function packsPage(hub: Hub, session: AdminSession): Promise<Html> {
  const packs = await hub.core.store.hotline.withPrefix<RulePackDocument>('pack:');
  const now = hub.core.now();
  const rows = await Promise.all(
    packs
      .toSorted((a, b) => (a.id === b.id ? b.version - a.version : a.id < b.id ? -1 : 1))
      .map(async ({ id, version, validFrom, district, layers }) => [
        id,
        `第 ${version} 版`,
        html`${time(validFrom)}${validFrom > now && html` <span class="bad">尚未生效</span>`}`,
        district === undefined ? '全市' : (hub.core.reference.units.get(district as never)?.name ?? district),
        String(layers?.length ?? 1),
        await origin(hub, 'pack', id, version),
      ]),
  );
  return html` <p class="note">每件工单始终按受理时的规则包计时；导入新版本不影响已受理的工单。</p>
    ${table('规则包', ['规则包', '版本', '生效时间', '适用范围', '层数', { name: '来源', wide: true }], rows, '只有程序内置的省级默认规则包。可在下方导入签名文件。')}
    <h2>导入</h2>
    ${upload('pack', '规则包', session)}
    <h2>签发单位</h2>
    ${await publishers(hub)}`;
}

async function publishers(hub: Hub): Promise<Html> {
  const known = await hub.core.store.private.withPrefix<Publisher>('publisher:');
  return html`${table(
      '受信任的签发单位：其签名的规则包和日历可以导入',
      [{ name: '名称', wide: true }, '中心编号', { name: '公钥', wide: true }],
      known.map(({ name, hubId, publicKey }) => [name, hubId, html`<span class="secret">${publicKey}</span>`]),
      '没有登记其他签发单位，其他单位签名的文件暂不能导入。',
    )}
    <p class="acts">${link('/admin/pages/publisher', '登记签发单位')}</p>`;
}

export async function calendarsPage(hub: Hub, session: AdminSession): Promise<Html> {
  const calendars = await hub.core.store.hotline.withPrefix<CalendarDocument>('calendar:');
  const rows = await Promise.all(
    calendars
      .toSorted((a, b) => (b.years[0] ?? 0) - (a.years[0] ?? 0) || b.version - a.version)
      .map(async ({ _id, years, version, title, days }) => {
        const all = Object.values(days);
        const id = _id.split(':')[1] ?? '';
        return [
          years.length > 1 ? `${years[0] ?? ''}–${years.at(-1) ?? ''} 年` : `${years[0] ?? ''} 年`,
          `第 ${version} 版`,
          title ?? '—',
          `${all.filter(({ off }) => off).length} 天`,
          `${all.filter(({ off }) => !off).length} 天`,
          await origin(hub, 'calendar', id, version),
        ];
      }),
  );
  return html` <p class="note">没有当年放假通知时，时限按周末推算并标“暂定”；导入后自动重新计算未到期的时限。</p>
    ${table('节假日日历', ['年份', '版本', { name: '依据', wide: true }, '放假', '调休上班', { name: '来源', wide: true }], rows, '还没有日历。请在下方导入国务院办公厅放假通知对应的文件。')}
    <h2>导入</h2>
    ${upload('calendar', '日历', session)}`;
}
