/** Forms whose answer is more than done: a code that is shown once, a client's switch, a publisher, a file. */
import { Check } from 'typebox/value';
import { hasHalfCharacter } from '../../shared/sync/canonical.ts';
import { newCode, switchClient, takeReferenceFile, trust } from '../http/admin-works.ts';
import { Publisher } from '../packs/publishers.ts';
import type { Hub } from '../hub-parts.ts';
import { refusalText } from '../../shared/hotline/refusals.ts';
import { unitOptions, type Given } from './act-forms.ts';
import type { AdminSession } from './admin-sessions.ts';
import { html, link, table, type Html } from './html.ts';
import { tokenField } from './layout.ts';
import { unitName } from './words.ts';

/** Said on the page that follows, or shown at once. */
export type Taken = Readonly<{ said: string } | { status: number; content: Html }>;

function again(fault: string, form: Html): Taken {
  return {
    status: 400,
    content: html`<p class="note fault" role="alert">${fault}</p>
      ${form}`,
  };
}

export function codeForm(hub: Hub, given: Given, session: AdminSession): Html {
  return html`<form class="card" method="post" action="/admin/pages/new-code">
    ${tokenField(session)}
    <p>注册码供一台电脑注册到一个单位，只能用一次，七天内有效。内容只显示一次，请当面交给安装人员。</p>
    <label
      >单位<select name="unit" required>
        ${unitOptions(hub, given['unit'])}
      </select></label
    >
    <p class="buttons"><button>生成</button>${link('/admin/pages/devices', '取消')}</p>
  </form>`;
}

export async function takeCode(hub: Hub, given: Given, session: AdminSession): Promise<Taken> {
  const unit = given['unit'] ?? '';
  const code = await newCode(hub, unit);
  if (code === undefined) return again(refusalText('unknownUnit'), codeForm(hub, given, session));
  return {
    status: 200,
    content: html`<p class="note said" role="status">${unitName(hub, unit)}的注册码已生成。离开本页后不再显示；丢失请作废后重新生成。</p>
      <pre class="secret" tabindex="0">${code}</pre>
      <p>${link('/admin/pages/devices', '回到设备列表')}</p>`,
  };
}

export function clientForm(given: Given, session: AdminSession): Html {
  const stop = given['allowed'] === 'false';
  return html`<form class="card" method="post" action="/admin/pages/client">
    ${tokenField(session)}<input type="hidden" name="allowed" value="${stop ? 'false' : 'true'}" />
    <p class="note warn">
      ${
        stop
          ? '停止后，该账号的第三方客户端立即不能读取和提交，代表它的设备一并停用。已取走的资料不会收回。'
          : '允许后，该账号可用标准 CouchDB 客户端读取其工作台能看到的内容；取走的资料不受工作台的清除规则约束。填写公钥的，还可以提交签名的记录。'
      }
    </p>
    <label>登录名<input name="login" value="${given['login']}" required maxlength="60" autocomplete="off" /></label>
    ${!stop && html`<label>签名公钥（可不填）<input name="key" maxlength="200" autocomplete="off" /></label>`}
    <p class="buttons"><button class="danger">${stop ? '停止' : '允许'}</button>${link('/admin/pages/clients', '取消')}</p>
  </form>`;
}

export async function takeClient(hub: Hub, given: Given, session: AdminSession): Promise<Taken> {
  const { login = '', key = '' } = given;
  const allowed = given['allowed'] !== 'false';
  const done = await switchClient(hub, { login, allowed, ...(key === '' ? {} : { key }) });
  if (done === 'unknown') return again(refusalText('unknownAccount'), clientForm(given, session));
  return { said: allowed ? `已允许 ${login} 使用第三方客户端。` : `已停止 ${login} 的第三方客户端。` };
}

export function publisherForm(given: Given, session: AdminSession): Html {
  return html`<form class="card" method="post" action="/admin/pages/publisher">
    ${tokenField(session)}
    <p class="note warn">登记后，该单位签名的规则包和日历可以导入本中心。请用电话等另一种途径逐字核对公钥。</p>
    <label>名称<input name="name" value="${given['name']}" required maxlength="80" autocomplete="off" /></label>
    <label
      >中心编号<input name="hubId" value="${given['hubId']}" required maxlength="40" pattern="[0-9A-Za-z\\-]{1,40}" autocomplete="off"
    /></label>
    <label
      >公钥<input
        name="publicKey"
        value="${given['publicKey']}"
        required
        minlength="87"
        maxlength="87"
        autocomplete="off"
        spellcheck="false"
    /></label>
    <p class="buttons"><button class="danger">登记</button>${link('/admin/pages/packs', '取消')}</p>
  </form>`;
}

export async function takePublisher(hub: Hub, given: Given, session: AdminSession): Promise<Taken> {
  const { name = '', hubId = '', publicKey = '' } = given;
  const publisher = { name: name.trim(), hubId: hubId.trim(), publicKey: publicKey.trim() };
  if (!Check(Publisher, publisher)) return again('填写不完整或公钥格式不对，没有登记。请核对后重试。', publisherForm(given, session));
  await trust(hub, publisher);
  return { said: `已登记签发单位“${publisher.name}”。` };
}

/** A signed file of a trusted publisher, or one written by hand, as the command line takes it. */
export async function takeFile(hub: Hub, kind: 'pack' | 'calendar', text: string | undefined): Promise<Taken> {
  const back = link(`/admin/pages/${kind}s`, '返回');
  let body: unknown;
  try {
    body = JSON.parse(text ?? '');
    if (hasHalfCharacter(body)) throw new SyntaxError('half a character');
  } catch {
    return again('不是 JSON 文件，没有导入。请选择签发单位给的原文件。', html`<p>${back}</p>`);
  }
  const answer = await takeReferenceFile(hub, kind, body);
  if (answer.ok)
    return { said: answer.unchanged ? `与现有第 ${answer.version} 版相同，没有改动。` : `已导入 ${answer.id} 第 ${answer.version} 版。` };
  const faults = answer.faults.map(({ layer, path, reason }) => [layer, path, reason]);
  return again(
    answer.reason,
    html`${faults.length > 0 && table('不合规之处', ['层', '位置', { name: '原因', wide: true }], faults, '')}
      <p>${back}</p>`,
  );
}
