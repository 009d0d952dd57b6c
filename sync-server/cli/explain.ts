/** Why a command ended, in one plain sentence with a next step. */
import { errorLine } from '../log/plain-error.ts';
import { StoreMoved } from '../migrate/migration-record.ts';
import { FolderTooNew } from '../store/folder-format.ts';
import { StoreNotPrepared, StoreUnavailable } from '../store/couchdb-fetch.ts';

export type Circumstances = Readonly<{
  data?: string | undefined;
  port?: string | undefined;
  hub?: string | undefined;
  file?: string | undefined;
}>;

function codesOf(error: unknown): readonly string[] {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  return [...(typeof code === 'string' ? [code] : []), ...(cause === undefined || cause === null ? [] : codesOf(cause))];
}

/** What the system refused: the file that Node's error names, or the port that was to be listened on. */
function refusedOf(error: unknown): string | undefined {
  const { path, port, cause } = (error ?? {}) as { path?: unknown; port?: unknown; cause?: unknown };
  if (typeof path === 'string' && path !== '') return path;
  if (typeof port === 'number') return `端口 ${port}`;
  return cause === undefined || cause === null ? undefined : refusedOf(cause);
}

const UNKNOWN_AUTHORITY = /^(?:SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER_CERT|VERIFY_LEAF).*)$/u;

/** A hub that runs, behind a certificate that Node does not take. */
function certificateFault(codes: readonly string[], hub: string): string | undefined {
  if (codes.some((code) => UNKNOWN_AUTHORITY.test(code)))
    return `不信任 ${hub} 的证书：请在环境变量 NODE_EXTRA_CA_CERTS 中给出本市证书机构的根证书文件（.pem）。`;
  const invalid = codes.find((code) => code.includes('CERT'));
  return invalid === undefined ? undefined : `${hub} 的证书无效（${invalid}）：请核对主机名、证书有效期和本机时间。`;
}

/** LevelDB and lmdb tell it in words alone. */
function isFull(error: unknown): boolean {
  return /No space left on device|MDB_MAP_FULL/u.test(String(error));
}

/** Sentences of our own pass as they are. */
export class Plain extends Error {}

/** Why the store did not answer; nothing where it was something else. */
function storeTrouble(error: unknown): string | undefined {
  if (error instanceof StoreUnavailable)
    return `数据库暂时不能用（${error.message}）：请确认 CouchDB 已启动，或运行 griddesk-hub doctor 查看。`;
  if (error instanceof StoreNotPrepared)
    return `数据库还没有准备好（${error.message}）：请运行 griddesk-hub doctor 查看，再用 doctor --fix 处理。`;
  return undefined;
}

export function explain(error: unknown, { data = '', port = '', hub = '', file = '' }: Circumstances): string {
  if (error instanceof Plain) return error.message;
  if (error instanceof StoreMoved)
    return `这个目录的数据已迁移到 ${error.to}：请设置环境变量 COUCHDB_URL 后再启动；不要再用目录里的旧数据，否则两处会各发各的编号。`;
  if (error instanceof FolderTooNew)
    return `${data === '' ? '数据' : `数据目录 ${data}`} 由更新版本的程序写过（${error.what === 'store' ? '数据' : '索引'}格式 ${error.found}，本程序只到 ${error.known}），已拒绝打开，没有改动任何内容：请换回较新版本的程序；确须用旧版本的，请用升级前的备份恢复到新目录（griddesk-hub restore）。`;
  const trouble = storeTrouble(error);
  if (trouble !== undefined) return trouble;
  const codes = codesOf(error);
  if (codes.includes('EADDRINUSE')) return `端口 ${port} 已被占用：请关闭占用它的程序，或用 --port 换一个端口。`;
  if (String(error).includes('LOCK')) return `数据目录 ${data} 正被另一个 hub 使用：请先停止它，或换一个 --data。`;
  if (codes.includes('ENOENT') && file !== '') return `找不到文件 ${file}：请核对路径。`;
  if (codes.includes('EACCES') || codes.includes('EPERM'))
    return `没有权限（${refusedOf(error) ?? (data || file || `端口 ${port}`)}）：请换一个位置或端口，或请管理员授权。`;
  if (codes.includes('ENOSPC') || isFull(error)) return '磁盘已满：请清理后重试，已有的数据没有改动。';
  const certificate = hub === '' ? undefined : certificateFault(codes, hub);
  if (certificate !== undefined) return certificate;
  if (hub !== '' && error instanceof TypeError) return `连接不上 ${hub}：请确认 hub 已启动，地址和端口无误。`;
  return `未能完成：${errorLine(error)}`;
}
