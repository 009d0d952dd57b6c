/** Where a command finds the store: `COUCHDB_URL`, or the data folder [sync S2]; and what to do about each fault of a CouchDB. */
import { couchdbPlace } from '../store/couchdb-place.ts';
import type { StoreFinding } from '../store/couchdb-setup.ts';
import { Plain } from './explain.ts';

/** An empty variable is none. */
export function storeOptions(): Readonly<{ couchdbUrl?: string }> {
  const couchdbUrl = process.env['COUCHDB_URL'] ?? '';
  if (couchdbUrl === '') return {};
  checkedAddress('COUCHDB_URL', couchdbUrl);
  return { couchdbUrl };
}

/** The address is not repeated: it holds a password. */
export function checkedAddress(name: string, url: string): string {
  try {
    couchdbPlace(url);
  } catch {
    throw new Plain(
      `${name} 不是有效的数据库地址：应形如 http://用户:密码@主机:5984/前缀-，同一集群的多个节点用逗号分隔（密码中的特殊字符须按网址规则转写）。`,
    );
  }
  return url;
}

const FIX = '请运行 griddesk-hub doctor --fix，并在环境变量 COUCHDB_ADMIN_URL 中给出集群管理员的地址';

const ADVICE: Readonly<Record<StoreFinding['fault'], (of: string) => string>> = {
  unreachable: (of) => `连接不上数据库节点 ${of}：请确认 CouchDB 已启动，COUCHDB_URL 的地址和端口无误，防火墙放行。`,
  tooOld: (of) => `数据库版本过低（${of}）：请升级到 Apache CouchDB 3.x。`,
  wrongPassword: (of) => `数据库 ${of} 不认识 COUCHDB_URL 中的用户，或密码不符：${FIX}；若刚改过密码，请同时改 COUCHDB_URL。`,
  tooMighty: (of) => `COUCHDB_URL 用的是集群管理员 ${of}：hub 不需要这么大的权限，请换一个专用用户名，然后${FIX}。`,
  noDatabase: (of) => `缺少数据库 ${of}：${FIX}。`,
  mayNotRead: (of) => `COUCHDB_URL 的用户不能读数据库 ${of}：${FIX}。`,
  open: (of) => `数据库 ${of} 的权限（_security）不对，可能有别的用户能读写：${FIX}。`,
  noDesign: (of) => `数据库 ${of} 缺少写入校验（_design/griddesk）：${FIX}。`,
  nodeMissing: (of) => `集群节点 ${of} 没有应答：其余节点仍可工作，请尽快恢复它；再少一个节点 hub 就不再收件。`,
  fewCopies: (of) => `数据库 ${of} 每份数据不足三个副本：坏一台机器就可能丢数据。请在三节点集群上新建前缀，用 migrate-to 迁过去。`,
};

export function adviceOn({ fault, of }: StoreFinding): string {
  return ADVICE[fault](of);
}

/** One node away, or too much power: worth saying, no reason not to work. */
export function isGrave({ fault }: StoreFinding): boolean {
  return fault !== 'nodeMissing' && fault !== 'tooMighty' && fault !== 'fewCopies';
}
