/** 进度查询 and 评价 for complainants (art. 13, 15; F39, F42): a plain page and the same as JSON; unknown and wrong are answered alike. */
import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { millis } from '../../shared/hotline/calendar.ts';
import { progressFor, type Progress } from '../../shared/hotline/progress.ts';
import { refusalText } from '../../shared/hotline/refusals.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Hub } from '../hub-parts.ts';
import { GLOSSARY } from '../../shared/hotline/glossary.ts';
import { oneOf } from '../../shared/hotline/schema-builders.ts';
import { PAGE_POLICY, progressPage } from './page.ts';
import { Ratings } from './ratings.ts';
import { WrongGuesses } from './wrong-guesses.ts';

const Question = Type.Object({ no: Type.String({ maxLength: 40 }), lastFour: Type.String({ maxLength: 4 }) });
type Question = Static<typeof Question>;

const satisfied = oneOf(Object.keys(GLOSSARY.satisfied));
const Rated = Type.Object({
  ...Question.properties,
  solved: oneOf(Object.keys(GLOSSARY.solved)),
  satisfiedResult: satisfied,
  satisfiedProcess: satisfied,
});
type Rated = Static<typeof Rated>;

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

  const ratings = new Ratings(hub.core);

  function progressOf(ticket: Ticket | undefined, lastFour: string): Progress | undefined {
    return progressFor(ticket, lastFour, (unit) => hub.core.reference.units.get(unit)?.name);
  }

  /** The matter and its progress, for whoever has shown that it is theirs. */
  async function proved({ no, lastFour }: Question): Promise<Readonly<{ ticket: Ticket; progress: Progress }> | undefined> {
    const now = millis(hub.core.now());
    const ticket = await ticketOf(hub, no);
    const progress = progressOf(ticket, lastFour);
    const may = guesses.mayAsk(no, now);
    if (progress === undefined) guesses.wrong(no, now);
    return may && progress !== undefined && ticket !== undefined ? { ticket, progress } : undefined;
  }

  function numberOf({ no, lastFour }: Question): Question {
    return { no: no.trim().toUpperCase(), lastFour };
  }

  function answer(request: FastifyRequest, reply: FastifyReply, question: Question, progress: Progress | undefined, said?: string) {
    const reason = refusalText('noSuchProgress');
    if (wantsPage(request)) return page(reply, progress === undefined ? 404 : 200, progressPage(progress ?? reason, question, said));
    return progress ?? reply.code(404).send({ error: 'not_found', reason });
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
      const question = numberOf(request.body);
      return answer(request, reply, question, (await proved(question))?.progress);
    });
    open.post<{ Body: Rated }>('/public/rating', { schema: { body: Rated }, bodyLimit: 2048 }, async (request, reply) => {
      const question = numberOf(request.body);
      const found = await proved(question);
      if (found === undefined) return answer(request, reply, question, undefined);
      const { solved, satisfiedResult, satisfiedProcess } = request.body;
      const given = await ratings.give(found.ticket, { solved, satisfiedResult, satisfiedProcess });
      const now = progressOf(await ticketOf(hub, question.no), question.lastFour);
      const said = given ? '谢谢，您的评价已收到。' : now?.rating === 'given' ? '您已评价过，无需重复提交。' : '该诉求现在还不能评价。';
      return answer(request, reply, question, now, said);
    });
  });
}
