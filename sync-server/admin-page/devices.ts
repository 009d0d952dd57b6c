/** 设备: by unit, with the signing keys certified on each and the codes by which new ones are enrolled [sync G1, D4] (F50). */
import type { DeviceId } from '../../shared/hotline/ids.ts';
import type { CertifiedKey } from '../accounts/devices.ts';
import type { Hub } from '../hub-parts.ts';
import { facts, html, link, query, table, type Html } from './html.ts';
import { personName, shortId, time, unitName } from './words.ts';

type Given = Readonly<Record<string, string | undefined>>;

export async function devicesPage(hub: Hub, given: Given): Promise<Html> {
  const { unit = '' } = given;
  const { devices } = hub.accounts;
  const now = hub.core.now();
  const all = (await devices.all()).filter((one) => unit === '' || one.unit === unit);
  const codes = (await devices.codes()).filter((one) => one.usedAt === undefined && one.expiresAt > now);
  const rows = all
    .toSorted((a, b) => (a.unit === b.unit ? (a._id < b._id ? -1 : 1) : a.unit < b.unit ? -1 : 1))
    .map(({ _id, name, unit: at, enrolledAt, revoked, keys }) => [
      link(query('/admin/pages/device', { device: _id }), name),
      html`<span class="once">${shortId(_id)}</span>`,
      unitName(hub, at),
      time(enrolledAt),
      `${new Set(keys.map(({ person }) => person)).size} 人`,
      revoked === undefined ? '在用' : html`<span class="bad">已停用</span> ${time(revoked)}`,
    ]);
  return html` <p class="acts">${link('/admin/pages/new-code', '生成注册码')}</p>
    ${unit !== '' && html`<p>只列 ${unitName(hub, unit)} 的设备。${link('/admin/pages/devices', '显示全部')}</p>`}
    ${table(`设备，共 ${all.length} 台`, [{ name: '名称', wide: true }, '编号', '单位', '注册时间', '登录过', '状态'], rows, html`还没有设备。请先${link('/admin/pages/new-code', '生成注册码')}，在工作台首次启动时填入。`)}
    <h2>未使用的注册码</h2>
    ${table(
      '每个注册码只能用一次，七天内有效；内容只在生成时显示',
      ['单位', '生成时间', '有效至', '操作'],
      codes.map(({ id, unit: at, madeAt, expiresAt }) => [
        unitName(hub, at),
        madeAt === undefined ? '—' : time(madeAt),
        time(expiresAt),
        link(query('/admin/pages/act/codes/withdraw', { id, unit: at }), '作废'),
      ]),
      '没有未使用的注册码。',
    )}`;
}

function keyState({ withdrawnAt, revokedAt }: CertifiedKey): Html {
  if (withdrawnAt !== undefined) return html`<span class="bad">已撤销信任</span> ${time(withdrawnAt)}`;
  return revokedAt === undefined ? html`在用` : html`已换新，旧签名仍可核验 ${time(revokedAt)}`;
}

export async function devicePage(hub: Hub, given: Given): Promise<Html> {
  const id = given['device'] as DeviceId | undefined;
  const device = await hub.accounts.devices.get(id);
  if (id === undefined || device === undefined)
    return html`<p class="empty">没有这台设备。${link('/admin/pages/devices', '回到设备列表')}</p>`;
  const act = (name: string, words: string, more = {}): Html => link(query(`/admin/pages/act/${name}`, { device: id, ...more }), words);
  const sessions = (await hub.accounts.sessions.all()).filter((one) => one.device === id);
  return html` ${facts([
      ['名称', device.name],
      ['编号', html`<span class="secret">${id.replace('device:', '')}</span>`],
      ['单位', unitName(hub, device.unit)],
      ['注册时间', time(device.enrolledAt)],
      ['状态', device.revoked === undefined ? '在用' : html`<span class="bad">已停用</span> ${time(device.revoked)}`],
    ])}
    <p class="acts">
      ${act('devices/rename', '改名')} ${act('devices/sign-out', '结束全部会话')}
      ${device.revoked === undefined && act('devices/revoke', '停用设备')}
    </p>
    <h2>签名密钥</h2>
    ${table(
      '谁在这台设备上有签名密钥；撤销信任后，其记录进入隔离区',
      ['人员', '登记时间', { name: '状态', wide: true }, '操作'],
      device.keys.map((key) => [
        personName(hub, key.person),
        time(key.certifiedAt),
        keyState(key),
        key.withdrawnAt === undefined
          ? act('devices/keys', '撤销信任', { person: key.person, trusted: 'false' })
          : act('devices/keys', '恢复信任', { person: key.person, trusted: 'true' }),
      ]),
      '还没有人在这台设备上登录过。',
    )}
    <h2>会话</h2>
    ${table(
      '正在这台设备上登录的人员',
      ['人员', '开始', '到期'],
      sessions.map(({ person, startedAt, expiresAt }) => [personName(hub, person), time(startedAt), time(expiresAt)]),
      '现在没有人登录。',
    )}`;
}
