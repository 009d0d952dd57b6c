/** After a scene: the ledger [proof L1], every desk against the hub [L2], every ticket against its log [L8], the index against its rebuild [proof 6]. */
import type { StoredAction } from '../../shared/hotline/action.ts';
import type { PersonDocument } from '../../shared/hotline/reference/documents.ts';
import { grantsOf } from '../../shared/sync/grants.ts';
import { verifyCore, type Verified } from '../../sync-server/authority/verify.ts';
import { openCore, type Core } from '../../sync-server/core.ts';
import { Evidence } from '../../sync-server/evidence/evidence.ts';
import { Quarantine } from '../../sync-server/gate/quarantine.ts';
import { verifyAccessLog, type LogVerdict } from '../../sync-server/log-proof/access-chain.ts';
import { adminText } from '../support/hub-process.ts';
import type { CityUnderLoad } from './city-under-load.ts';

export type Proof = Readonly<{
  saved: number;
  answeredOk: number;
  lostAnswers: number;
  inTheLog: number;
  /** Confirmed to a person or answered `ok`, and found nowhere [proof L1]. */
  missing: readonly string[];
  quarantined: number;
  /** Actions of the log that are not settled exactly once: in one history or one refusal. */
  notOnce: readonly string[];
  /** Stamps of receipt that two actions have [sync A1]. */
  stampsTwice: number;
  files: number;
  /** Files of actions in the log that the hub does not hold whole [sync E2]. */
  filesMissing: readonly string[];
  /** Channels in which a desk is not as the hub serves it [proof L2]. */
  unequalDesks: readonly string[];
  accessLog: LogVerdict;
  verified: Verified;
}>;

/** Stops the hub; the desks stay open, so that what they hold can be compared. `also` looks at what else a scene asks. */
export async function proveCity(city: CityUnderLoad, also?: (core: Core) => Promise<void>): Promise<Proof> {
  const accessLog = verifyAccessLog(await adminText(city.hub, '/admin/access-log'), city.heads);
  await city.hub.stop();
  const { ledger, hub } = city;
  const couchdbUrl = hub.env['COUCHDB_URL'] ?? '';
  const core = await openCore({ dataDir: hub.dataDir, ...(couchdbUrl === '' ? {} : { couchdbUrl }) });
  try {
    const { hotline } = core.store;
    const people = new Map((await hotline.withPrefix<PersonDocument>('person:')).map((one) => [one._id, one]));
    const unequalDesks = city.desks.flatMap((desk) => {
      const person = people.get(desk.person);
      const grants = person === undefined ? [] : grantsOf(person, core.now());
      return desk.mismatches(core.feed.digests(grants, desk.audience)).map((channel) => `${desk.person} ${channel}`);
    });
    const actions = await hotline.withPrefix<StoredAction>('action:');
    const logged = actions.map((action) => action._id as string);
    await also?.(core);
    const histories = (await hotline.withPrefix<{ history: { id: string }[] }>('ticket:')).flatMap(({ history }) =>
      history.map(({ id }) => id),
    );
    const refused = (await hotline.withPrefix<{ action: { _id: string } }>('refusal:')).map(({ action }) => action._id);
    const quarantined = (await new Quarantine(core.store.private).all()).map((item) => item.action);
    const times = new Map<string, number>();
    for (const id of [...histories, ...refused]) times.set(id, (times.get(id) ?? 0) + 1);
    const found = new Set([...logged, ...quarantined]);
    const evidence = new Evidence(core.store.evidence, core.now);
    const filesMissing: string[] = [];
    for (const file of ledger.files) if ((await evidence.state(file)) !== 'confirmed') filesMissing.push(`${file.actor} ${file.hash}`);
    return {
      saved: ledger.saved.size,
      answeredOk: ledger.ok.size,
      lostAnswers: ledger.lostAnswers,
      inTheLog: logged.filter((id) => ledger.saved.has(id)).length,
      missing: [...new Set([...ledger.saved.keys(), ...ledger.ok.keys()])].filter((id) => !found.has(id)),
      quarantined: quarantined.length,
      notOnce: [...new Set([...logged, ...times.keys()])].filter((id) => times.get(id) !== 1),
      stampsTwice: actions.length - new Set(actions.map(({ received }) => received.counter)).size,
      files: ledger.files.length,
      filesMissing,
      unequalDesks,
      accessLog,
      verified: await verifyCore(core),
    };
  } finally {
    await core.close();
  }
}

/** What is wrong, in words; empty: nothing is lost and everything is equal. */
export function faultsOf(proof: Proof): readonly string[] {
  const { verified, accessLog } = proof;
  const counted: readonly (readonly [string, number])[] = [
    ['missing', proof.missing.length],
    ['quarantined', proof.quarantined],
    ['not settled exactly once', proof.notOnce.length],
    ['stamps of receipt given twice', proof.stampsTwice],
    ['files missing', proof.filesMissing.length],
    ['desks unequal', proof.unequalDesks.length],
    ['tickets unequal to their log', verified.unequal.length],
    ['actions waiting', verified.waiting],
    ['saved and not in the log', proof.saved - proof.inTheLog],
  ];
  return [
    ...counted.filter(([, count]) => count > 0).map(([what, count]) => `${what}: ${count}`),
    ...(verified.indexEqual ? [] : ['the index is not equal to its rebuild']),
    ...(accessLog.ok ? [] : [`access log: ${accessLog.fault.n} ${accessLog.fault.reason}`]),
  ];
}
