/** 第三方客户端: PouchDB, RxDB and others at `/desk`, allowed by account [sync X1]. */
import type { Hub } from '../hub-parts.ts';
import { html, link, query, table, type Html } from './html.ts';
import { personName, shortId } from './words.ts';

export async function clientsPage(hub: Hub): Promise<Html> {
  const accounts = (await hub.accounts.credentials.all()).filter(({ client }) => client !== undefined);
  const rows = await Promise.all(
    accounts.map(async ({ login, person, client }) => {
      const device = client === undefined ? undefined : await hub.accounts.device(client);
      return [
        personName(hub, person),
        login,
        device === undefined ? '—' : link(query('/admin/pages/device', { device: device._id }), shortId(device._id)),
        device?.revoked === undefined ? '允许' : html`<span class="bad">设备已停用</span>`,
        link(query('/admin/pages/client', { login, allowed: 'false' }), '停止'),
      ];
    }),
  );
  return html` <p class="note">
      允许后，该人员可用自己的账号密码，从标准 CouchDB
      客户端读取其工作台能看到的内容。这类客户端不受工作台的清除规则约束，请只给确有需要的人员。
    </p>
    <p class="acts">${link(query('/admin/pages/client', { allowed: 'true' }), '允许一个账号')}</p>
    ${table('允许第三方客户端的账号', ['人员', '登录名', '代表设备', '状态', '操作'], rows, '没有账号被允许使用第三方客户端。')}`;
}
