/** 单位: who belongs where. Units come with the city's data or are added here; what a unit says of itself is kept by its own people on the desk. */
import { rolesAt } from '../../shared/hotline/standing.ts';
import type { UnitDocument } from '../../shared/hotline/reference/documents.ts';
import type { Hub } from '../hub-parts.ts';
import { html, link, query, table, type Html } from './html.ts';
import { unitName } from './words.ts';

const TYPES: Readonly<Record<UnitDocument['type'], string>> = { city: '市级', district: '区县', street: '街道、乡镇', department: '部门' };
const ORDER = Object.keys(TYPES);

export async function unitsPage(hub: Hub): Promise<Html> {
  const { reference, now } = hub.core;
  const devices = (await hub.accounts.devices.all()).filter(({ revoked }) => revoked === undefined);
  const at = now();
  const people = new Map<string, number>();
  for (const person of reference.people.values())
    for (const unit of new Set(rolesAt(person, at).map((role) => role.unit))) people.set(unit, (people.get(unit) ?? 0) + 1);
  const units = [...reference.units.values()].toSorted(
    (a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type) || (a.code < b.code ? -1 : 1),
  );
  const rows = units.map(({ code, name, type, district, grids }) => [
    name,
    html`<span class="once">${code}</span>`,
    TYPES[type],
    district === undefined || district === code ? '—' : unitName(hub, district),
    link(query('/admin/pages/people', { unit: code }), `${people.get(code) ?? 0} 人`),
    link(query('/admin/pages/devices', { unit: code }), `${devices.filter((one) => one.unit === code).length} 台`),
    `${grids.length} 个`,
    link(query('/admin/pages/act/units/rename', { unit: code }), '改名'),
  ]);
  return html`<p class="acts">${link('/admin/pages/act/units', '新增单位')}</p>
    ${table(
      `单位，共 ${units.length} 个`,
      [{ name: '名称', wide: true }, '代码', '类型', '所属区县', '在岗人员', '在用设备', '网格', '操作'],
      rows,
      '还没有单位。请先在服务器上导入城市数据（import-seed 命令），或新增单位。',
    )}`;
}
