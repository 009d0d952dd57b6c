/** 人员: who works here and as what, by search; one person with the whole history of their roles, sessions and lock-outs (F50). */
import type { PersonId } from '../../shared/hotline/ids.ts';
import type { RoleHeld } from '../../shared/hotline/roles.ts';
import type { Account } from '../accounts/credentials.ts';
import type { Hub } from '../hub-parts.ts';
import { facts, html, link, query, table, type Html } from './html.ts';
import { deviceNames, personName, roleName, time, unitName } from './words.ts';

/** As many as one reads; who is looked for is searched for. */
const A_PAGE = 100;

type Given = Readonly<Record<string, string | undefined>>;

export function rolesList(hub: Hub, roles: readonly Pick<RoleHeld, 'role' | 'unit'>[]): Html {
  if (roles.length === 0) return html`<span class="quiet">无</span>`;
  return html`<ul>
    ${roles.map(({ role, unit }) => html`<li>${unitName(hub, unit)} · ${roleName(role)}</li>`)}
  </ul>`;
}

function accountState(account: Account | undefined): Html | string {
  if (account === undefined) return '无账号';
  if (account.disabled === true) return html`<span class="bad">已停用</span>`;
  return account.mustChange === true ? '在用，待本人改密码' : '在用';
}

function onePage(given: Given): number {
  return Math.max(0, Math.floor(Number(given['from'] ?? '0')) || 0);
}

export async function peoplePage(hub: Hub, given: Given): Promise<Html> {
  const { accounts, people, core } = hub;
  const { q = '', unit = '' } = given;
  const known = new Map((await accounts.credentials.all()).map((one) => [one.person, one]));
  const found = [...core.reference.people.values()]
    .filter(({ _id, name }) => q === '' || name.includes(q) || known.get(_id)?.login.includes(q) === true)
    .filter((person) => unit === '' || people.rolesNow(person).some((role) => role.unit === unit))
    .toSorted((a, b) => (a._id < b._id ? -1 : 1));
  const from = onePage(given);
  const rows = found.slice(from, from + A_PAGE).map((person) => {
    const account = known.get(person._id);
    return [
      link(query('/admin/pages/person', { person: person._id }), person.name),
      account?.login ?? '—',
      rolesList(hub, people.rolesNow(person)),
      accountState(account),
    ];
  });
  const locked = await accounts.wrongPasswords.lockOuts();
  const devices = await deviceNames(hub);
  return html` <form class="row" method="get" role="search">
      <label>姓名或登录名<br /><input name="q" value="${q}" maxlength="40" /></label>
      <input type="hidden" name="unit" value="${unit}" /><button>查找</button
      >${(q !== '' || unit !== '') && link('/admin/pages/people', '显示全部')}
    </form>
    <p class="acts">${link('/admin/pages/act/people', '新增人员')}</p>
    ${unit !== '' && html`<p>只列在 ${unitName(hub, unit)} 任职的人员。</p>`}
    ${table(`人员，共 ${found.length} 人`, ['姓名', '登录名', { name: '现任岗位', wide: true }, '账号'], rows, html`没有找到。请核对姓名或登录名，或${link('/admin/pages/act/people', '新增人员')}。`)}
    ${found.length > from + A_PAGE && html`<p>${link(query('/admin/pages/people', { q, unit, from: String(from + A_PAGE) }), '下一页')}</p>`}
    <h2>登录锁定</h2>
    ${table(
      '连续输错密码、正在等候的登录名',
      ['登录名', '设备', '输错次数', '等候到', '操作'],
      locked.map(({ id, login, device, count, until }) => [
        login,
        devices.get(device) ?? (device === 'client' ? '第三方客户端' : '—'),
        String(count),
        time(until),
        link(query('/admin/pages/act/lock-outs/lift', { id, login }), '解除锁定'),
      ]),
      '没有被锁定的登录名。',
    )}`;
}

export async function personPage(hub: Hub, given: Given): Promise<Html> {
  const { accounts, people, core } = hub;
  const id = given['person'] as PersonId;
  const person = core.reference.people.get(id);
  if (person === undefined) return html`<p class="empty">没有这个人员。${link('/admin/pages/people', '回到人员列表')}</p>`;
  const account = await accounts.credentials.ofPerson(id);
  const login = account?.login;
  const act = (name: string, words: string): Html => link(query(`/admin/pages/act/${name}`, { person: id, login }), words);
  const sessions = (await accounts.sessions.all()).filter((one) => one.person === id);
  const devices = await deviceNames(hub);
  const grants = (await people.grants(id)).toReversed();
  const disabled = account?.disabled === true;
  return html` ${facts([
      ['姓名', person.name],
      ['登录名', login ?? '无账号'],
      ['账号', accountState(account)],
      ['现任岗位', rolesList(hub, people.rolesNow(person))],
    ])}
    <p class="acts">
      ${act('people/roles', '调整岗位')}
      ${
        account !== undefined &&
        html`${act('people/password', '重置密码')} ${act('people/sign-out', '结束全部会话')}
        ${disabled ? act('people/enable', '恢复账号') : act('people/disable', '停用')}`
      }
    </p>
    <h2>会话</h2>
    ${table(
      '正在登录的设备',
      ['设备', '开始', '到期'],
      sessions.map(({ device, startedAt, expiresAt }) => [devices.get(device) ?? '—', time(startedAt), time(expiresAt)]),
      '现在没有登录。',
    )}
    <h2>岗位经过</h2>
    ${table(
      '每个岗位从何时到何时',
      ['单位', '岗位', '起', '止'],
      person.roles.map(({ role, unit, from, to }) => [
        unitName(hub, unit),
        roleName(role),
        time(from),
        to === undefined ? '至今' : time(to),
      ]),
      '没有担任过岗位。',
    )}
    <h2>调整记录</h2>
    ${table(
      '谁在何时因何调整了岗位',
      ['时间', '经办', { name: '调整后', wide: true }, { name: '理由', wide: true }],
      grants.map(({ at, by, reason, after }) => [
        time(at),
        personName(hub, by),
        rolesList(
          hub,
          after.filter(({ to }) => to === undefined || to > at),
        ),
        reason,
      ]),
      '岗位没有调整过。',
    )}
    <p>${link(query('/admin/pages/log', { who: id }), '此人的访问记录')}</p>`;
}
