/** Whose request it is at the administrator's page, and whether one of its own forms sent it (CSRF). */
import { createHmac, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newSecret } from '../accounts/secrets.ts';
import { tokenMatches } from './admin-sessions.ts';

const SESSION = 'griddesk-admin';
const SIGN_IN = 'griddesk-admin-sign-in';
const PATH = '/admin';
const SIGN_IN_SECONDS = 3600;

function cookieOf(request: FastifyRequest, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([known]) => known === name)?.[1];
}

/** `Secure` where the browser spoke TLS, to the hub or to the proxy in front of it. */
function setCookie(request: FastifyRequest, reply: FastifyReply, name: string, value: string, seconds?: number): void {
  const age = seconds === undefined ? '' : `; Max-Age=${seconds}`;
  const secure = request.protocol === 'https' ? '; Secure' : '';
  const before = reply.getHeader('set-cookie');
  const cookie = `${name}=${value}; Path=${PATH}; HttpOnly; SameSite=Strict${secure}${age}`;
  void reply.header('set-cookie', Array.isArray(before) ? [...before, cookie] : before === undefined ? cookie : [String(before), cookie]);
}

export function sessionCookie(request: FastifyRequest): string | undefined {
  return cookieOf(request, SESSION);
}

/** A session cookie ends with the browser. */
export function giveSession(request: FastifyRequest, reply: FastifyReply, value: string): void {
  setCookie(request, reply, SIGN_IN, '', 0);
  setCookie(request, reply, SESSION, value);
}

export function takeSession(request: FastifyRequest, reply: FastifyReply): void {
  setCookie(request, reply, SESSION, '', 0);
}

/** The form of the sign-in has a token too, by a cookie of its own: nobody is signed in by another's page. */
export class SignInTokens {
  readonly #secret = randomBytes(32);

  #tokenOf(cookie: string): string {
    return createHmac('sha256', new Uint8Array(this.#secret)).update(cookie).digest('base64url');
  }

  give(request: FastifyRequest, reply: FastifyReply): string {
    const cookie = newSecret();
    setCookie(request, reply, SIGN_IN, cookie, SIGN_IN_SECONDS);
    return this.#tokenOf(cookie);
  }

  holds(request: FastifyRequest, given: unknown): boolean {
    const cookie = cookieOf(request, SIGN_IN);
    return cookie !== undefined && cookie !== '' && tokenMatches(this.#tokenOf(cookie), given);
  }
}

/** Where the browser says whose page sent it, that decides; without TLS it says the origin only. Every browser says one of them. */
export function isOwnForm(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = request.headers;
  try {
    return origin !== undefined && new URL(origin).host === request.host;
  } catch {
    return false;
  }
}
