/** How ids, times and acts read on the administrator's page. */
import { millis } from '../../shared/hotline/calendar.ts';
import { GLOSSARY } from '../../shared/hotline/glossary.ts';
import type { Instant, PersonId, UnitCode } from '../../shared/hotline/ids.ts';
import type { Hub } from '../hub-parts.ts';
import { html, type Html } from './html.ts';

/** Of Beijing, to the second: what happened when is asked for in quarrels. */
export function time(at: string): Html {
  return html`<span class="once">${new Date(millis(at as Instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')}</span>`;
}

export function roleName(role: string): string {
  return (GLOSSARY.role as Readonly<Record<string, string>>)[role] ?? role;
}

export function unitName(hub: Hub, code: string): string {
  return hub.core.reference.units.get(code as UnitCode)?.name ?? code;
}

export function personName(hub: Hub, id: string): string {
  return hub.core.reference.people.get(id as PersonId)?.name ?? (id === 'admin' ? '管理员' : id === '' ? '—' : id.replace('person:', ''));
}

/** The end of an id, by which two devices of one name are told apart. */
export function shortId(id: string): string {
  return `…${id.slice(-6)}`;
}

export async function deviceNames(hub: Hub): Promise<ReadonlyMap<string, string>> {
  return new Map((await hub.accounts.devices.all()).map(({ _id, name }) => [_id, name]));
}

const CATALOGUE: Readonly<Record<string, string>> = {
  lookup: '查询',
  view: '查看工单',
  evidence: '查看附件',
  password: '修改密码',
  reveal: '显示隐藏内容',
  copy: '复制',
  print: '打印',
  export: '导出',
  people: '新增人员',
  'people/roles': '调整岗位',
  'people/disable': '停用人员',
  'people/enable': '恢复人员',
  'people/password': '重置密码',
  'people/sign-out': '结束人员会话',
  units: '新增单位',
  'units/rename': '单位改名',
  'devices/rename': '设备改名',
  'devices/sign-out': '结束设备会话',
  'devices/revoke': '停用设备',
  'devices/keys': '签名密钥信任',
  codes: '生成注册码',
  'codes/withdraw': '作废注册码',
  'lock-outs/lift': '解除锁定',
  'quarantine/release': '隔离区放行',
  'quarantine/dismiss': '隔离区驳回',
  'quarantine.view': '查看隔离内容',
  'refusals.view': '查看拒绝记录',
  clients: '第三方客户端',
  'rebuild-index': '重建索引',
  import: '导入台账',
  pack: '导入规则包',
  calendar: '导入日历',
  publishers: '登记签发单位',
  backup: '备份',
  'backup.read': '备份读取',
  'couch.read': '数据库接口读取',
  'couch.ask': '数据库接口操作',
  'log.export': '导出访问记录',
  'log.view': '查阅访问记录',
  'page.sign-in': '登录管理页',
};

export function actName(what: string): string {
  return CATALOGUE[what] ?? what;
}
