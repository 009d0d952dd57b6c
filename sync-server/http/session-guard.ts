/** Whose request it is [sync G0]: a bearer token of a person on a device, judged anew at each request. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PersonDocument } from '../../shared/hotline/reference/documents.ts';
import type { Audience } from '../../shared/hotline/roles.ts';
import { audienceOf, rolesAt } from '../../shared/hotline/standing.ts';
import type { Channel } from '../../shared/sync/channels.ts';
import { grantsOf } from '../../shared/sync/grants.ts';
import { MUST_CHANGE_PASSWORD } from '../../shared/sync/wire.ts';
import type { Session } from '../accounts/accounts.ts';
import type { Hub } from '../hub-parts.ts';
import { refuse } from './answers.ts';

export type Reader = Readonly<{ session: Session; person: PersonDocument; grants: readonly Channel[]; audience: Audience }>;

export function bearer(request: FastifyRequest): string {
  const header = request.headers.authorization ?? '';
  return header.startsWith('Bearer ') ? header.slice(7) : '';
}

/** Grants and audience of a person now; nothing for one who is unknown, or whose session or device has ended meanwhile. */
export function readerOf(hub: Hub, session: Session): Reader | undefined {
  const person = hub.core.feed.reference<PersonDocument>(session.person);
  if (person === undefined || !hub.accounts.stillHolds(session)) return undefined;
  const now = hub.core.now();
  return { session, person, grants: grantsOf(person, now), audience: audienceOf(rolesAt(person, now)) };
}

/** Login and password of a client that is no desk [sync X1]. */
function basic(request: FastifyRequest): readonly [login: string, password: string] | undefined {
  const header = request.headers.authorization ?? '';
  if (!/^basic /iu.test(header)) return undefined;
  const [login = '', ...password] = Buffer.from(header.slice(6), 'base64').toString('utf8').split(':');
  return login.length > 60 || login === '' ? undefined : [login, password.join(':').slice(0, 200)];
}

/** What PouchDB and RxDB ask of a database, and the files of a ticket: all that a client is for. A desk's look-ups, figures and papers are not. */
const OF_CLIENTS = new Set(['/desk', '/desk/', '/desk/:id', '/desk/:id/:name', '/desk/_local/:name']);
const CLIENT_VERBS = /^\/desk\/(?:_changes|_all_docs|_bulk_get|_bulk_docs|_revs_diff|evidence(?:\/.*)?)$/u;

/** The reader of a request, or the answer has been sent. */
export async function authenticate(hub: Hub, request: FastifyRequest, reply: FastifyReply): Promise<Reader | undefined> {
  const client = basic(request);
  const { url = '' } = request.routeOptions;
  // Before the password is looked at: what is not for clients tells none that theirs is right.
  if (client !== undefined && !OF_CLIENTS.has(url) && !CLIENT_VERBS.test(url)) {
    await refuse(reply, 401, 'unauthorized');
    return undefined;
  }
  const session =
    client === undefined ? await hub.accounts.session(bearer(request)) : await hub.accounts.clientSession(...client, request.ip);
  if (session === 'rateLimited') {
    await refuse(reply.header('Retry-After', '60'), 429, 'rateLimited');
    return undefined;
  }
  if (session === 'revoked') {
    await refuse(reply, 401, 'revoked');
    return undefined;
  }
  if (session?.mustChange === true && url !== '/desk/password') {
    await refuse(reply, 403, MUST_CHANGE_PASSWORD);
    return undefined;
  }
  // Rights and rows are read from the index: while it is built again, nobody is told anything by half of it [sync F6].
  if (session !== undefined && !hub.core.feed.ready) {
    await refuse(reply.header('Retry-After', '2'), 503, 'overload');
    return undefined;
  }
  const reader = session === undefined ? undefined : readerOf(hub, session);
  if (reader === undefined) await refuse(reply, 401, 'unauthorized');
  return reader;
}
