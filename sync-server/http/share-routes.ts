/** 移送线索共享 (art. 16; F45): the city's supervisors make a sealed file for a period, and record who received it. All of it is logged. */
import type { FastifyInstance } from 'fastify';
import {
  belongsToShare,
  fingerprintOf,
  isPastDay,
  ReceiptRequest,
  type SealedShare,
  sealBytes,
  type ShareAnswer,
  shareContent,
  sharedMatter,
  shareName,
  type ShareRecord,
  ShareRequest,
  sharePeriod,
  type SharesAnswer,
} from '../../shared/exchange/referral-share.ts';
import { CITY, rolesAt, unitsAs } from '../../shared/hotline/standing.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { canonicalBytes, hashHex } from '../../shared/sync/canonical.ts';
import type { Hub } from '../hub-parts.ts';
import { hubSealer } from '../hub-signer.ts';
import { ShareLedger } from '../share/share-ledger.ts';
import { notFound, refuse } from './answers.ts';
import { mayLookUp } from './lookup-routes.ts';
import { authenticate, readerOf, type Reader } from './session-guard.ts';

/** 移送 is the city's alone: a district's supervisor refers nothing and shares nothing. */
function mayShare(hub: Hub, reader: Reader): boolean {
  return unitsAs(rolesAt(reader.person, hub.core.now()), 'supervisor').includes(CITY);
}

async function sealed(
  hub: Hub,
  reader: Reader,
  asked: ShareRequest,
  period: NonNullable<ReturnType<typeof sharePeriod>>,
  no: string,
): Promise<Omit<ShareAnswer, 'name'>> {
  const { feed, store, reference, now } = hub.core;
  const at = now();
  const found = (await store.hotline.getMany<Ticket>(feed.referralTickets())).filter((one) => one !== undefined);
  const belonging = found.filter((ticket) => belongsToShare(ticket, period));
  const shown = belonging.filter((ticket) => ticket.confidential !== 'sealed' && mayLookUp(hub, reader, ticket));
  const matters = shown.map((ticket) =>
    sharedMatter(ticket, period, {
      now: at,
      rules: { pack: reference.pack(ticket.rulePack), calendar: reference.calendar },
      unitName: (unit) => reference.units.get(unit)?.name ?? unit,
    }),
  );
  const withheld = belonging.length - shown.length;
  const content = shareContent({ ...asked, hub: hub.hubId, no, madeAt: at, matters, withheld });
  const sha256 = hashHex(canonicalBytes(content));
  const sealer = await hubSealer(store.private);
  const file: SealedShare = { content, sha256, key: sealer.key, sig: sealer.seal(sealBytes(sha256)) };
  const record: ShareRecord = { ...asked, no, madeAt: at, by: reader.person._id, matters: matters.length, withheld, sha256 };
  return { text: `${JSON.stringify(file, undefined, 2)}\n`, record };
}

export function shareRoutes(app: FastifyInstance, hub: Hub): void {
  const ledger = new ShareLedger(hub.core.store.private);
  const log = (reader: Reader, what: 'export' | 'lookup', of: unknown): Promise<void> =>
    hub.accessLog.append({
      ...{ at: hub.core.now(), person: reader.person._id, device: reader.session.device, what },
      of: JSON.stringify(of).slice(0, 300),
    });

  app.post<{ Body: ShareRequest }>('/desk/referral-shares', { schema: { body: ShareRequest } }, async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    if (!mayShare(hub, reader)) return refuse(reply, 403, 'forbidden', 'notYourShare');
    const period = sharePeriod(request.body.from, request.body.to);
    if (period === undefined) return refuse(reply, 400, 'bad_request', 'badSharePeriod');
    for (;;) {
      const no = await ledger.next();
      // In the access log before it exists, in the ledger before it leaves (art. 18, F51).
      await log(reader, 'export', { referralShare: { no, ...request.body } });
      const now = readerOf(hub, reader.session);
      if (now === undefined || !mayShare(hub, now)) return refuse(reply, 403, 'forbidden', 'notYourShare');
      const { text, record } = await sealed(hub, now, request.body, period, no);
      if (await ledger.add(record)) return { name: shareName(record), text, record } satisfies ShareAnswer;
    }
  });

  app.get('/desk/referral-shares', async (request, reply) => {
    const reader = await authenticate(hub, request, reply);
    if (reader === undefined) return reply;
    if (!mayShare(hub, reader)) return refuse(reply, 403, 'forbidden', 'notYourShare');
    const { key } = await hubSealer(hub.core.store.private);
    return { records: [...(await ledger.all())], fingerprint: fingerprintOf(key) } satisfies SharesAnswer;
  });

  app.post<{ Params: { no: string }; Body: ReceiptRequest }>(
    '/desk/referral-shares/:no/receipt',
    { schema: { body: ReceiptRequest } },
    async (request, reply) => {
      const reader = await authenticate(hub, request, reply);
      if (reader === undefined) return reply;
      if (!mayShare(hub, reader)) return refuse(reply, 403, 'forbidden', 'notYourShare');
      const { no } = request.params;
      if (!/^\d{6}$/u.test(no) || !(await ledger.has(no))) return notFound(reply);
      if (!isPastDay(request.body.receivedOn, hub.core.now())) return refuse(reply, 400, 'bad_request', 'badReceiptDay');
      const taken = await ledger.receive(no, request.body, reader.person._id, hub.core.now());
      return taken ? { ok: true } : refuse(reply, 409, 'conflict', 'receiptKnown');
    },
  );
}
