/** A running hub, asked as `admin` with the password of the environment. */
import { Plain } from './explain.ts';

export const DEFAULT_HUB = 'http://127.0.0.1:5984';

export async function askHub(hub: string, method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
  const authorization = `Basic ${Buffer.from(`admin:${process.env['GRIDDESK_ADMIN_PASSWORD'] ?? ''}`).toString('base64')}`;
  const answer = await fetch(new URL(path, hub), {
    method,
    headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = (await answer.json()) as { reason?: string; faults?: readonly { layer: string; path: string; reason: string }[] };
  const faults = (text.faults ?? []).map((one) => `\n  ${one.layer} ${one.path}：${one.reason}`).join('');
  if (!answer.ok) throw new Plain(`${text.reason ?? `HTTP ${answer.status}`}${faults}`);
  return text;
}
