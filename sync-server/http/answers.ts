/** How the hub answers in errors: CouchDB's word, and Chinese with a next step. */
import type { FastifyReply } from 'fastify';
import { refusalText } from '../../shared/hotline/refusals.ts';

export function refuse(reply: FastifyReply, status: number, error: string, code: string = error): FastifyReply {
  return reply.code(status).send({ error, reason: refusalText(code) });
}

/** The same for an id that is unknown and one that may not be seen. */
export function notFound(reply: FastifyReply): FastifyReply {
  return refuse(reply, 404, 'not_found', 'notFoundOnline');
}
