/** A browser reduced to what the administrator's page needs of one: cookies, forms, and what a browser says of whose page sent them. */
import type { RunningHub } from '../../sync-server/hub.ts';

export type Page = Readonly<{ status: number; text: string; headers: Headers }>;
type Sent = Readonly<Record<string, string | readonly string[]>>;

export class AdminBrowser {
  readonly cookies = new Map<string, string>();
  /** Each `set-cookie` as it came. */
  readonly given: string[] = [];
  readonly #hub: () => RunningHub;
  headers: Record<string, string> = {};

  constructor(hub: () => RunningHub) {
    this.#hub = hub;
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: URLSearchParams | FormData, more: Record<string, string> = {}): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(this.#hub().address + path, {
      method,
      redirect: 'manual',
      headers: { ...(cookie === '' ? {} : { cookie }), ...this.headers, ...more },
      ...(body === undefined ? {} : { body }),
    });
    for (const one of answer.headers.getSetCookie()) {
      this.given.push(one);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(one) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  }

  get(path: string): Promise<Page> {
    return this.#ask('GET', path);
  }

  /** With the token of the page that is being looked at, as its form has it. */
  async send(
    from: string,
    to: string,
    fields: Sent = {},
    more: Record<string, string> = { 'sec-fetch-site': 'same-origin' },
  ): Promise<Page> {
    const token = tokenIn((await this.get(from)).text);
    return this.post(to, { token, ...fields }, more);
  }

  post(to: string, fields: Sent, more: Record<string, string> = { 'sec-fetch-site': 'same-origin' }): Promise<Page> {
    const pairs = Object.entries(fields).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : value).map((one): [string, string] => [name, one]),
    );
    return this.#ask('POST', to, new URLSearchParams(pairs), more);
  }

  async upload(from: string, to: string, text: string): Promise<Page> {
    const form = new FormData();
    form.set('token', tokenIn((await this.get(from)).text));
    form.set('file', new Blob([text], { type: 'application/json' }), 'file.json');
    return this.#ask('POST', to, form, { 'sec-fetch-site': 'same-origin' });
  }

  signIn(password: string): Promise<Page> {
    return this.send('/admin', '/admin/pages/sign-in', { password });
  }
}

export function tokenIn(text: string): string {
  return /name="token" value="([^"]+)"/u.exec(text)?.[1] ?? '';
}
