/** A running hub, asked as `admin` with the password of the environment. */
import { Plain } from './explain.ts';

export const DEFAULT_HUB = 'http://127.0.0.1:5984';

function asAdmin(): string {
  return `Basic ${Buffer.from(`admin:${process.env['GRIDDESK_ADMIN_PASSWORD'] ?? ''}`).toString('base64')}`;
}

/** A proxy in front answers in words of its own while the hub is stopped. */
export function hubJson(text: string, { status }: Response, hub: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Plain(`${hub} 处应答的不是 hub（HTTP ${status}）：请确认 hub 已启动，地址和端口无误。`);
  }
}

/** As it is: a file. */
export async function askHubText(hub: string, path: string): Promise<string> {
  const answer = await fetch(new URL(path, hub), { headers: { authorization: asAdmin() } });
  const text = await answer.text();
  if (!answer.ok) throw new Plain((hubJson(text, answer, hub) as { reason?: string }).reason ?? `HTTP ${answer.status}`);
  return text;
}

export async function askHub(hub: string, method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
  const answer = await fetch(new URL(path, hub), {
    method,
    headers: { authorization: asAdmin(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = hubJson(await answer.text(), answer, hub) as {
    reason?: string;
    faults?: readonly { layer: string; path: string; reason: string }[];
  };
  const faults = (text.faults ?? []).map((one) => `\n  ${one.layer} ${one.path}：${one.reason}`).join('');
  if (!answer.ok) throw new Plain(`${text.reason ?? `HTTP ${answer.status}`}${faults}`);
  return text;
}
