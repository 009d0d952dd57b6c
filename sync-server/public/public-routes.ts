/** 进度查询 for complainants (art. 13; F39): a plain page and the same as JSON; unknown and wrong are answered alike. */
import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { millis } from '../../shared/hotline/calendar.ts';
import { progressFor, type Progress } from '../../shared/hotline/progress.ts';
import { refusalText } from '../../shared/hotline/refusals.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Hub } from '../hub-parts.ts';
import { PAGE_POLICY, progressPage } from './page.ts';
import { WrongGuesses } from './wrong-guesses.ts';

const Question = Type.Object({ no: Type.String({ maxLength: 40 }), lastFour: Type.String({ maxLength: 4 }) });
type Question = Static<typeof Question>;

/** Questions an address may ask a minute. */
const A_MINUTE = 20;

async function ticketOf(hub: Hub, no: string): Promise<Ticket | undefined> {
  const claim = await hub.core.store.private.get<{ ticket: string }>(`no:${no}`);
  // An unknown number costs the same two readings as a known one.
  return hub.core.store.hotline.get<Ticket>(claim?.ticket ?? 'ticket:none');
}

function wantsPage(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/html') === true;
}

function page(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').header('Content-Security-Policy', PAGE_POLICY).send(html);
}

export async function publicRoutes(app: FastifyInstance, hub: Hub): Promise<void> {
  const guesses = new WrongGuesses();

  async function asked({ no, lastFour }: Question): Promise<Progress | undefined> {
    const now = millis(hub.core.now());
    const ticket = await ticketOf(hub, no);
    const progress = progressFor(ticket, lastFour, (unit) => hub.core.reference.units.get(unit)?.name);
    const may = guesses.mayAsk(no, now);
    if (progress === undefined) guesses.wrong(no, now);
    return may ? progress : undefined;
  }

  await app.register(async (open) => {
    await open.register(formbody);
    await open.register(rateLimit, {
      max: A_MINUTE,
      timeWindow: 60_000,
      errorResponseBuilder: () => Object.assign(new Error('too many questions'), { statusCode: 429 }),
    });
    open.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
      if ((error.statusCode ?? 500) >= 500) hub.onError(error);
      const [status, code] =
        error.statusCode === 429
          ? [429, 'rateLimited']
          : (error.statusCode ?? 500) < 500
            ? [error.statusCode ?? 400, 'malformed']
            : [503, 'overload'];
      const reason = refusalText(String(code));
      return wantsPage(request)
        ? page(reply, Number(status), progressPage(reason))
        : reply.code(Number(status)).send({ error: code, reason });
    });
    open.get('/public', { config: { rateLimit: false } }, (_request, reply) => page(reply, 200, progressPage()));
    open.post<{ Body: Question }>('/public/progress', { schema: { body: Question }, bodyLimit: 2048 }, async (request, reply) => {
      const question = { no: request.body.no.trim().toUpperCase(), lastFour: request.body.lastFour };
      const progress = await asked(question);
      const reason = refusalText('noSuchProgress');
      if (wantsPage(request)) return page(reply, progress === undefined ? 404 : 200, progressPage(progress ?? reason, question.no));
      return progress ?? reply.code(404).send({ error: 'not_found', reason });
    });
  });
}
