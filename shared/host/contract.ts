/**
 * What the desk's screen may ask of the machine it runs on. Electron's preload and the browser (演示模式) implement it.
 * In Electron each entry of `HOST_CHANNELS` is one IPC channel; `main` checks the arguments against `args` before use.
 * Bytes travel as `Uint8Array` (structured clone). Expected failures are values with a stable `code`.
 */
import Type, { type Static } from 'typebox';
import { Envelope } from '../hotline/action.ts';
import { ActionId, DeviceId, Instant, PersonId, ReplicaId, Sha256, SubjectId, UnitCode } from '../hotline/ids.ts';
import { Role } from '../hotline/roles.ts';
import { closed, oneOf } from '../hotline/schema-builders.ts';
import { AccessDraft, AccessRecord } from '../sync/access.ts';
import { MAX_REFERENCE_BYTES } from '../sync/reference-file.ts';

const Password = Type.String({ minLength: 1, maxLength: 200 });
const ReferenceName = Type.String({ pattern: '^(pack|calendar)-[0-9A-Za-z-]{1,60}$' });
/** Nothing that a file system reads as a folder. */
const PaperName = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[^./\\\\:*?"<>|\\u0000-\\u001f][^/\\\\:*?"<>|\\u0000-\\u001f]*$',
});
const Empty = Type.Object({}, closed);
const Done = Type.Object({ ok: Type.Literal(true) }, closed);

function failure<const C extends readonly string[]>(codes: C) {
  return Type.Object(
    {
      ok: Type.Literal(false),
      code: oneOf(codes),
      /** For the log and the self-check page; never personal data. */
      detail: Type.Optional(Type.String({ maxLength: 500 })),
    },
    closed,
  );
}

/** The device's enrolment at one hub, kept by `main` in `<userData>/device.json`. */
export const DeviceRecord = Type.Object(
  {
    hub: Type.String({ maxLength: 300 }),
    hubId: Type.String({ maxLength: 40 }),
    device: DeviceId,
    deviceSecret: Type.String({ maxLength: 100 }),
    unit: UnitCode,
    unitName: Type.String({ maxLength: 80 }),
    /** The city's public key, by which its signed files are known (F05; docs/adr/0008). */
    hubKey: Type.Optional(Type.String({ maxLength: 100 })),
    people: Type.Array(
      Type.Object(
        { id: PersonId, name: Type.String({ maxLength: 40 }), login: Type.String({ maxLength: 60 }), roles: Type.Array(Role) },
        closed,
      ),
    ),
  },
  closed,
);
export type DeviceRecord = Readonly<Static<typeof DeviceRecord>>;

/** A person's head of the chain on this device: the truth is the action files [sync D2, G7]. */
export const Chain = Type.Object({ replica: ReplicaId, n: Type.Integer({ minimum: 0 }), hash: Sha256 }, closed);

/** What the screen hands over; `main` adds n, prev and sig, and forces the file to disk before it answers [sync D2]. */
export const ActionDraft = Type.Object(
  {
    _id: ActionId,
    schema: Type.Integer({ minimum: 1 }),
    ticket: SubjectId,
    kind: Type.String({ maxLength: 40 }),
    actor: PersonId,
    device: DeviceId,
    after: Type.Optional(ActionId),
    occurredAt: Instant,
    body: Type.Record(Type.String(), Type.Unknown()),
  },
  closed,
);
export type ActionDraft = Readonly<Static<typeof ActionDraft>>;

export const SettledRecord = Type.Object(
  {
    action: Envelope,
    outcome: oneOf(['accepted', 'refused', 'quarantined']),
    code: Type.Optional(Type.String({ maxLength: 40 })),
    reason: Type.Optional(Type.String({ maxLength: 400 })),
    receivedAt: Type.Optional(Instant),
    settledAt: Instant,
    /** The number that a registration was given: it is asked for again after a restore [sync R2]. */
    no: Type.Optional(Type.String({ maxLength: 40 })),
    /** Of what was quarantined: an administrator looked at it, and why it will not be taken [sync G4] (docs/adr/0016). */
    dismissed: Type.Optional(Type.Object({ at: Instant, reason: Type.String({ maxLength: 200 }) }, closed)),
  },
  closed,
);
export type SettledRecord = Readonly<Static<typeof SettledRecord>>;

export const HOST_CHANNELS = {
  /** Where the desk runs; `demo` is set by `npm start` so that nobody types an enrolment code. */
  'host.info': {
    args: Empty,
    result: Type.Object(
      {
        kind: oneOf(['electron', 'browser']),
        version: Type.String(),
        demo: Type.Optional(
          Type.Object(
            { codes: Type.Array(Type.Object({ label: Type.String(), code: Type.String() }, closed)), password: Type.String() },
            closed,
          ),
        ),
      },
      closed,
    ),
  },
  'device.load': { args: Empty, result: Type.Union([DeviceRecord, Type.Null()]) },
  'device.save': { args: DeviceRecord, result: Type.Union([Done, failure(['noRoom', 'io'])]) },
  /** Wipes a person's folder, or everything when no person is named (revoked device [sync D4]). */
  'device.wipe': { args: Type.Object({ person: Type.Optional(PersonId) }, closed), result: Type.Union([Done, failure(['io'])]) },

  /** Makes a person's signing key on this device, sealed by the password and by the system; the folder and replica id too. */
  'vault.create': {
    args: Type.Object({ person: PersonId, password: Password }, closed),
    result: Type.Union([
      Type.Object({ ok: Type.Literal(true), publicKey: Type.String(), chain: Chain }, closed),
      failure(['exists', 'noRoom', 'io']),
    ]),
  },
  /** Opens a person's key with their password, without a network. */
  'vault.unlock': {
    args: Type.Object({ person: PersonId, password: Password }, closed),
    result: Type.Union([
      Type.Object({ ok: Type.Literal(true), publicKey: Type.String(), chain: Chain }, closed),
      failure(['wrongPassword', 'unknownPerson', 'tooMany', 'io']),
    ]),
  },
  /** Seals an open key anew: the person has changed their password at the hub (docs/adr/0015). */
  'vault.reseal': {
    args: Type.Object({ person: PersonId, password: Password }, closed),
    result: Type.Union([Done, failure(['locked', 'noRoom', 'io'])]),
  },
  /**
   * A new key in place of one that the password no longer opens, after the hub has vouched for the password (docs/adr/0015). The
   * replica, its chain and what is unsent stay; what the old key has signed is still proved by it.
   */
  'vault.renew': {
    args: Type.Object({ person: PersonId, password: Password }, closed),
    result: Type.Union([
      Type.Object({ ok: Type.Literal(true), publicKey: Type.String(), chain: Chain }, closed),
      failure(['unknownPerson', 'noRoom', 'io']),
    ]),
  },
  'vault.lock': { args: Type.Object({ person: PersonId }, closed), result: Done },
  /** Who has a key on this device, and whether the system's key store protects it (`basic_text` protects nothing). */
  'vault.people': {
    args: Empty,
    result: Type.Object({ people: Type.Array(PersonId), systemSealed: Type.Boolean(), backend: Type.String() }, closed),
  },

  /** Numbers, chains, signs and forces an action into a file of its own, in the folder of the replica's `owner` [sync D2]. */
  'actions.append': {
    args: Type.Object({ owner: PersonId, draft: ActionDraft }, closed),
    result: Type.Union([
      Type.Object({ ok: Type.Literal(true), action: Envelope }, closed),
      failure(['locked', 'noRoom', 'tooLarge', 'io']),
    ]),
  },
  /** Unsettled actions in order of n, from the files: the outbox is built again from them at start [sync D2]. */
  'actions.unsettled': {
    args: Type.Object({ owner: PersonId }, closed),
    result: Type.Object({ actions: Type.Array(Envelope), chain: Chain, broken: Type.Array(Type.String()) }, closed),
  },
  /** Settled actions of the last 35 days [sync R1]. */
  'actions.settled': {
    args: Type.Object({ owner: PersonId }, closed),
    result: Type.Object({ records: Type.Array(SettledRecord) }, closed),
  },
  /** Moves an action's file to `settled/`. */
  'actions.settle': {
    args: Type.Object({ owner: PersonId, record: SettledRecord }, closed),
    result: Type.Union([Done, failure(['unknown', 'noRoom', 'io'])]),
  },

  /** Forces a file's bytes to disk under its hash, before the action that names it is saved. */
  'evidence.put': {
    args: Type.Object({ owner: PersonId, hash: Sha256, bytes: Type.Unsafe<Uint8Array>(Type.Any()) }, closed),
    result: Type.Union([Done, failure(['noRoom', 'hashMismatch', 'tooLarge', 'io'])]),
  },
  'evidence.get': {
    args: Type.Object({ owner: PersonId, hash: Sha256 }, closed),
    result: Type.Union([
      Type.Object({ ok: Type.Literal(true), bytes: Type.Unsafe<Uint8Array>(Type.Any()) }, closed),
      failure(['unknown', 'io']),
    ]),
  },
  'evidence.list': { args: Type.Object({ owner: PersonId }, closed), result: Type.Object({ hashes: Type.Array(Sha256) }, closed) },
  /** Forces the record of a look at an identifier to disk: what is not recorded is not shown (F51). */
  'access.append': {
    args: Type.Object({ owner: PersonId, draft: AccessDraft }, closed),
    result: Type.Union([Done, failure(['noRoom', 'io'])]),
  },
  'access.unsent': { args: Type.Object({ owner: PersonId }, closed), result: Type.Object({ records: Type.Array(AccessRecord) }, closed) },
  /** The hub has them up to this number. */
  'access.sent': { args: Type.Object({ owner: PersonId, upTo: Type.Integer({ minimum: 0 }) }, closed), result: Done },
  /** The person chooses a file, such as one on a USB stick; what it is and who signed it, the screen judges (F05). */
  'reference.pick': {
    args: Empty,
    result: Type.Union([
      Type.Object({ ok: Type.Literal(true), name: Type.String(), text: Type.String() }, closed),
      failure(['cancelled', 'tooLarge', 'io']),
    ]),
  },
  /** Signed files that were taken, beside the enrolment: for everybody on this device. */
  'reference.put': {
    args: Type.Object({ name: ReferenceName, text: Type.String({ maxLength: MAX_REFERENCE_BYTES }) }, closed),
    result: Type.Union([Done, failure(['noRoom', 'io'])]),
  },
  'reference.list': {
    args: Empty,
    result: Type.Object({ files: Type.Array(Type.Object({ name: Type.String(), text: Type.String() }, closed)) }, closed),
  },
  /** The print view of the desk's own window to a printer, by the system's dialog (F24, F13). Access is recorded before. */
  'paper.print': { args: Empty, result: Type.Union([Done, failure(['cancelled', 'noPrinter', 'io'])]) },
  /** The same as a PDF on A4, where the person says; `name` is suggested for the file, without its ending. */
  'paper.save': {
    args: Type.Object({ name: PaperName }, closed),
    result: Type.Union([
      Type.Object({ ok: Type.Literal(true), name: Type.String() }, closed),
      failure(['cancelled', 'noRoom', 'io', 'unsupported']),
    ]),
  },
  'evidence.drop': { args: Type.Object({ owner: PersonId, hash: Sha256 }, closed), result: Done },
} as const;

export type HostChannel = keyof typeof HOST_CHANNELS;
export type HostArgs<C extends HostChannel> = Static<(typeof HOST_CHANNELS)[C]['args']>;
export type HostResult<C extends HostChannel> = Static<(typeof HOST_CHANNELS)[C]['result']>;

/** The one door: `call('vault.unlock', {person, password})`. Throws only for bugs (unknown channel, malformed arguments). */
export type Host = Readonly<{ call<C extends HostChannel>(channel: C, args: HostArgs<C>): Promise<HostResult<C>> }>;
