/** Why a command ended, in one plain sentence with a next step. */
import { errorLine } from '../log/plain-error.ts';

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

/** Sentences of our own pass as they are. */
export class Plain extends Error {}

export function explain(error: unknown, { data = '', port = '', hub = '', file = '' }: Circumstances): string {
  if (error instanceof Plain) return error.message;
  const codes = codesOf(error);
  if (codes.includes('EADDRINUSE')) return `端口 ${port} 已被占用：请关闭占用它的程序，或用 --port 换一个端口。`;
  if (String(error).includes('LOCK')) return `数据目录 ${data} 正被另一个 hub 使用：请先停止它，或换一个 --data。`;
  if (codes.includes('ENOENT') && file !== '') return `找不到文件 ${file}：请核对路径。`;
  if (codes.includes('EACCES') || codes.includes('EPERM'))
    return `没有权限（${data || file || `端口 ${port}`}）：请换一个位置或端口，或请管理员授权。`;
  if (codes.includes('ENOSPC')) return '磁盘已满：请清理后重试。';
  if (hub !== '' && error instanceof TypeError) return `连接不上 ${hub}：请确认 hub 已启动，地址和端口无误。`;
  return `未能完成：${errorLine(error)}`;
}
