/** A running hub, asked as `admin` with the password of the environment. */
import { Plain } from './explain.ts';

export const DEFAULT_HUB = 'http://127.0.0.1:5984';

function asAdmin(): string {
  return `Basic ${Buffer.from(`admin:${process.env['GRIDDESK_ADMIN_PASSWORD'] ?? ''}`).toString('base64')}`;
}

/** As it is: a file. */
export async function askHubText(hub: string, path: string): Promise<string> {
  const answer = await fetch(new URL(path, hub), { headers: { authorization: asAdmin() } });
  const text = await answer.text();
  if (!answer.ok) throw new Plain((JSON.parse(text) as { reason?: string }).reason ?? `HTTP ${answer.status}`);
  return text;
}

export async function askHub(hub: string, method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
  const answer = await fetch(new URL(path, hub), {
    method,
    headers: { authorization: asAdmin(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = (await answer.json()) as { reason?: string; faults?: readonly { layer: string; path: string; reason: string }[] };
  const faults = (text.faults ?? []).map((one) => `\n  ${one.layer} ${one.path}：${one.reason}`).join('');
  if (!answer.ok) throw new Plain(`${text.reason ?? `HTTP ${answer.status}`}${faults}`);
  return text;
}
