/** A body of many megabytes is taken into memory before its route is asked: so a stranger's is refused by the request's head alone. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Hub } from '../hub-parts.ts';
import { refuse } from './answers.ts';
import { bearer } from './session-guard.ts';

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

/** At once: each holds up to 64 MB, and its parts again when they are read. */
const MOST_RESCUES = 2;

/** For the rescue of a revoked device's work [sync D4]: its own secret, and not more than a few at once. */
export function onlyRevoked(hub: Hub): Hook {
  let rescues = 0;
  return async (request, reply) => {
    if (!(await hub.accounts.devices.revokedWith(bearer(request)))) return refuse(reply, 401, 'unauthorized');
    if (rescues >= MOST_RESCUES) return refuse(reply.header('Retry-After', '30'), 503, 'overload');
    rescues += 1;
    reply.raw.once('close', () => {
      rescues -= 1;
    });
    return undefined;
  };
}
