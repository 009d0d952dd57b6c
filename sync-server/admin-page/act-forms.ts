/** The form of each act: what will happen, what is to be filled in, and where one goes afterwards. The rules are those of `ACTS`. */
import { GLOSSARY } from '../../shared/hotline/glossary.ts';
import type { DeviceId, PersonId } from '../../shared/hotline/ids.ts';
import { GRANTED_ROLES } from '../accounts/people.ts';
import { newSecret } from '../accounts/secrets.ts';
import type { ActName } from '../http/admin-acts.ts';
import type { Hub } from '../hub-parts.ts';
import { html, Html, query } from './html.ts';
import { personName, roleName, unitName } from './words.ts';

/** What a form or an address says: the last of a name, and all of those that come several times. */
export type Given = Readonly<Record<string, string | undefined>> & Readonly<{ all?: (name: string) => readonly string[] }>;

export type ActForm = Readonly<{
  title: string;
  submit: string;
  danger?: true;
  /** What will happen, before it does. */
  explain: (hub: Hub, given: Given) => Promise<Html> | Html;
  fields?: (hub: Hub, given: Given) => Html;
  /** For the act's schema; the reason is added. */
  body: (given: Given) => Readonly<Record<string, unknown>>;
  back: (given: Given) => string;
  done: string;
  noReason?: true;
}>;

const onPerson = (given: Given): string =>
  given['person'] === undefined ? '/admin/pages/people' : query('/admin/pages/person', { person: given['person'] });
const onDevice = (given: Given): string => query('/admin/pages/device', { device: given['device'] });
const one = (name: string) => (given: Given) => ({ [name]: given[name] ?? '' });

export function unitOptions(hub: Hub, chosen = ''): Html {
  const units = [...hub.core.reference.units.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1));
  return html`<option value="">请选择单位</option>
    ${units.map(({ code, name }) => html`<option value="${code}" ${code === chosen && new Html(' selected')}>${name}</option>`)}`;
}

function roleFields(hub: Hub, held: readonly string[], given: Given): Html {
  const said = given.all?.('held') ?? [];
  const kept = held.map((pair) => {
    const [role = '', unit = ''] = pair.split('@');
    const checked = given.all === undefined || said.includes(pair);
    return html`<label
      ><input type="checkbox" name="held" value="${pair}" ${checked && new Html(' checked')} /> ${unitName(hub, unit)} ·
      ${roleName(role)}</label
    >`;
  });
  const added = [1, 2, 3].map((at) => {
    const role = given[`role${at}`] ?? '';
    const options = GRANTED_ROLES.map(
      (name) => html`<option value="${name}" ${name === role && new Html(' selected')}>${GLOSSARY.role[name]}</option>`,
    );
    return html`<div class="two">
      <select name="role${at}" aria-label="新岗位 ${at}">
        <option value="">不增加</option>
        ${options}</select
      ><select name="unit${at}" aria-label="新岗位 ${at} 的单位">
        ${unitOptions(hub, given[`unit${at}`])}
      </select>
    </div>`;
  });
  return html`<fieldset>
    <legend>岗位</legend>
    ${kept.length > 0 && html`${kept}<span class="hint">取消勾选即从现在起不再担任。</span>`}${added}
  </fieldset>`;
}

function rolesOf(given: Given): readonly object[] {
  const held = (given.all?.('held') ?? []).map((pair) => pair.split('@'));
  const added = [1, 2, 3].map((at) => [given[`role${at}`] ?? '', given[`unit${at}`] ?? '']);
  return [...held, ...added].filter(([role = '']) => role !== '').map(([role, unit]) => ({ role, unit }));
}

function passwordField(given: Given): Html {
  const suggested = given['password'] ?? newSecret().slice(0, 14);
  return html`<label
    >初始密码<input name="password" value="${suggested}" required maxlength="200" autocomplete="off" spellcheck="false" /><span class="hint"
      >请当面或电话告知本人，不要群发；本人第一次登录时须换成自己的密码，换好前不能办理和查看任何事项。</span
    ></label
  >`;
}

function unitNameField(given: Given): Html {
  return html`<label>名称<input name="name" value="${given['name']}" required maxlength="40" autocomplete="off" /></label>`;
}

function heldNow(hub: Hub, id: string | undefined): readonly string[] {
  const person = hub.core.reference.people.get(id as PersonId);
  return person === undefined ? [] : hub.people.rolesNow(person).map(({ role, unit }) => `${role}@${unit}`);
}

const who = (hub: Hub, given: Given): string => personName(hub, given['person'] ?? '');
async function deviceWords(hub: Hub, given: Given): Promise<string> {
  const device = await hub.accounts.devices.get(given['device'] as DeviceId | undefined);
  return device === undefined ? '（没有这台设备）' : `“${device.name}”（${unitName(hub, device.unit)}）`;
}

export const ACT_FORMS: Readonly<Partial<Record<ActName, ActForm>>> = {
  people: {
    title: '新增人员',
    submit: '新增',
    explain: () => html`建立人员和账号，岗位从现在起生效。`,
    fields: (hub, given) =>
      html` <label
          >登录名<input
            name="login"
            value="${given['login']}"
            required
            maxlength="40"
            pattern="[0-9A-Za-z_\\-]{2,40}"
            autocomplete="off"
          /><span class="hint">2 至 40 位字母、数字、下划线或连字符，建立后不能更改。</span></label
        >
        <label>姓名<input name="name" value="${given['name']}" required maxlength="40" autocomplete="off" /></label>
        ${roleFields(hub, [], given)}${passwordField(given)}`,
    body: (given) => ({
      login: given['login'] ?? '',
      name: given['name'] ?? '',
      roles: rolesOf(given),
      password: given['password'] ?? '',
    }),
    back: ({ login }) => query('/admin/pages/person', { person: `person:${login ?? ''}` }),
    done: '已新增人员。请把初始密码告知本人。',
  },
  'people/roles': {
    title: '调整岗位',
    submit: '保存岗位',
    explain: (hub, given) => html`调整${who(hub, given)}的岗位，从现在起生效；以前办理的事项仍按当时的岗位认定。`,
    fields: (hub, given) => roleFields(hub, heldNow(hub, given['person']), given),
    body: (given) => ({ person: given['person'] ?? '', roles: rolesOf(given) }),
    back: onPerson,
    done: '岗位已调整。',
  },
  'people/disable': {
    title: '停用人员',
    submit: '停用',
    danger: true,
    explain: (hub, given) =>
      html`${who(hub, given)}
      将不能再登录，所有设备上的会话立即结束，全部岗位从现在起终止。其已办理的记录不变；电脑上未送达的记录仍保存在该电脑，恢复账号后可送达。其所在设备上的资料不会自动清除，如须清除请停用设备。`,
    body: one('person'),
    back: onPerson,
    done: '已停用。',
  },
  'people/enable': {
    title: '恢复账号',
    submit: '恢复',
    explain: (hub, given) => html`${who(hub, given)}可以重新登录。岗位不会自动恢复，请恢复后重新授予。`,
    body: one('person'),
    back: onPerson,
    done: '账号已恢复。请授予岗位。',
  },
  'people/password': {
    title: '重置密码',
    submit: '重置密码',
    danger: true,
    explain: (hub, given) =>
      html`${who(hub, given)}的原密码立即失效，所有会话结束，登录锁定一并解除。本人须联网用新密码登录一次，并换成自己的密码；换好前，断网时仍可用原密码进入本机办理，未送达的记录不受影响。`,
    fields: (_, given) => passwordField(given),
    body: (given) => ({ login: given['login'] ?? '', password: given['password'] ?? '' }),
    back: onPerson,
    done: '密码已重置。请告知本人。',
  },
  'people/sign-out': {
    title: '结束全部会话',
    submit: '结束会话',
    danger: true,
    explain: (hub, given) => html`${who(hub, given)}在所有设备上的会话立即结束，须重新输入密码。断网办理和未送达的记录不受影响。`,
    body: one('login'),
    back: onPerson,
    done: '会话已全部结束。',
  },
  units: {
    title: '新增单位',
    submit: '新增',
    explain: () => html`建立单位，各工作台随后收到，即可向其派单。代码建立后不能更改，单位不能删除，请核对后再新增。`,
    fields: (_, given) =>
      html` <label
          >代码<input name="code" value="${given['code']}" required maxlength="45" autocomplete="off" spellcheck="false" /><span
            class="hint"
            >街道、乡镇：9 位数字，前 6 位为所属区县代码；区县：6 位数字；部门：dept- 加小写字母、数字或连字符。</span
          ></label
        >
        ${unitNameField(given)}`,
    body: (given) => ({ code: (given['code'] ?? '').trim(), name: given['name'] ?? '' }),
    back: () => '/admin/pages/units',
    done: '已新增单位。请为其新增人员并生成注册码。',
  },
  'units/rename': {
    title: '单位改名',
    submit: '保存',
    explain: (hub, given) =>
      html`为${unitName(hub, given['unit'] ?? '')}换一个名称，各工作台随后显示新名称；代码、人员、设备和工单不变，以前的工单也显示新名称。`,
    fields: (_, given) => unitNameField(given),
    body: (given) => ({ code: given['unit'] ?? '', name: given['name'] ?? '' }),
    back: () => '/admin/pages/units',
    done: '单位已改名。',
  },
  'devices/rename': {
    title: '设备改名',
    submit: '保存',
    explain: async (hub, given) => html`为设备${await deviceWords(hub, given)}换一个便于辨认的名称。`,
    fields: (_, given) =>
      html`<label>新名称<input name="name" value="${given['name']}" required maxlength="80" autocomplete="off" /></label>`,
    body: (given) => ({ device: given['device'] ?? '', name: given['name'] ?? '' }),
    back: onDevice,
    done: '已改名。',
  },
  'devices/sign-out': {
    title: '结束设备上的会话',
    submit: '结束会话',
    danger: true,
    explain: async (hub, given) =>
      html`设备${await deviceWords(hub, given)}上所有人员的会话立即结束，须重新输入密码。未送达的记录不受影响。`,
    body: one('device'),
    back: onDevice,
    done: '会话已全部结束。',
  },
  'devices/revoke': {
    title: '停用设备',
    submit: '停用设备',
    danger: true,
    explain: async (hub, given) =>
      html`设备${await deviceWords(hub, given)}将被永久停用，不能撤回。它下次联网时，先把所有人未送达的记录和草稿送到隔离区，再清除本机全部资料。继续使用须用新的注册码重新注册。`,
    body: one('device'),
    back: onDevice,
    done: '设备已停用。它联网后送来的记录在隔离区，请注意处理。',
  },
  'devices/keys': {
    title: '签名密钥的信任',
    submit: '确定',
    danger: true,
    explain: async (hub, given) =>
      given['trusted'] === 'true'
        ? html`恢复信任${who(hub, given)}在设备${await deviceWords(hub, given)}上的签名密钥：此后的记录照常接收；隔离区中的可以放行。`
        : html`不再信任 ${who(hub, given)}
          在设备${await deviceWords(hub, given)}上的签名密钥：此后用它签名的记录一律进入隔离区，不会生效。已生效的不变。`,
    body: (given) => ({ device: given['device'] ?? '', person: given['person'] ?? '', trusted: given['trusted'] === 'true' }),
    back: onDevice,
    done: '已更改签名密钥的信任。',
  },
  'codes/withdraw': {
    title: '作废注册码',
    submit: '作废',
    danger: true,
    explain: (hub, given) => html`${unitName(hub, given['unit'] ?? '')}的这个注册码将不能再用。`,
    body: one('id'),
    back: () => '/admin/pages/devices',
    done: '注册码已作废。',
  },
  'lock-outs/lift': {
    title: '解除锁定',
    submit: '解除',
    explain: (_, given) => html`登录名“${given['login']}”可以立即重新输入密码。请先确认是本人输错。`,
    body: one('id'),
    back: () => '/admin/pages/people',
    done: '已解除锁定。',
  },
  'quarantine/release': {
    title: '放行',
    submit: '放行',
    danger: true,
    explain: () =>
      html`这条记录将按中心当时收到的时间交给中心裁定，与正常送达的一样：有权限、符合规定的计入工单，否则拒绝并告知本人。放行后不能收回。放行前请与本人核实。`,
    body: one('id'),
    back: ({ id }) => query('/admin/pages/kept', { id }),
    done: '已放行，由中心裁定。',
  },
  'quarantine/dismiss': {
    title: '驳回',
    submit: '驳回',
    danger: true,
    explain: () => html`这条记录不会生效，原文仍保存在隔离区。本人的工作台上显示“已驳回”和您填写的理由；理由中不要写诉求人的姓名、电话。`,
    body: one('id'),
    back: ({ id }) => query('/admin/pages/kept', { id }),
    done: '已驳回，理由将告知本人。',
  },
  password: {
    title: '修改管理员密码',
    submit: '修改密码',
    danger: true,
    noReason: true,
    explain: () => html`修改后，所有管理会话立即结束（包括本次），请用新密码重新登录；备份脚本、监控等使用的密码也要同时更换。`,
    fields: () =>
      html` <label>原密码<input type="password" name="password" required maxlength="200" autocomplete="current-password" /></label>
        <label
          >新密码<input type="password" name="newPassword" required minlength="8" maxlength="200" autocomplete="new-password"
        /></label>`,
    body: (given) => ({ password: given['password'] ?? '', newPassword: given['newPassword'] ?? '' }),
    back: () => '/admin',
    done: '管理员密码已修改。',
  },
};
