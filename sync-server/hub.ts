/** The hub's public door: starts it on a folder and a port, for the command line, the embedded demonstration and the tests. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { AccessLog } from './accounts/access-log.ts';
import { Accounts } from './accounts/accounts.ts';
import { openCore, type CoreOptions } from './core.ts';
import { Evidence } from './evidence/evidence.ts';
import { Gate } from './gate/gate.ts';
import type { Hub } from './hub-parts.ts';
import { buildServer } from './http/server.ts';
import { importLedger, MAX_LEDGER_BYTES } from './import/import-ledger.ts';

export type HubOptions = CoreOptions &
  Readonly<{
    /** 127.0.0.1 unless told otherwise. */
    host?: string;
    /** 0 takes any free one. */
    port?: number;
    adminPassword?: string;
  }>;

export type RunningHub = Hub & Readonly<{ address: string; close: () => Promise<void> }>;

type HubRecord = { hubId: string; adminPassword: string };

/** The hub's own id and the administrator's password, made at the first start, readable by the owner only. */
async function hubRecord(dataDir: string, given: string | undefined): Promise<HubRecord & { made: boolean }> {
  const path = join(dataDir, 'hub.json');
  const known = await readFile(path, 'utf8').then(
    (text) => JSON.parse(text) as HubRecord,
    () => undefined,
  );
  if (known !== undefined) return { hubId: known.hubId, adminPassword: given ?? known.adminPassword, made: false };
  const record = { hubId: `hub-${ulid()}`, adminPassword: given ?? randomBytes(12).toString('base64url') };
  await writeFile(path, JSON.stringify(record), { mode: 0o600 });
  return { ...record, made: given === undefined };
}

export async function startHub(options: HubOptions): Promise<RunningHub & { passwordMade: boolean }> {
  const core = await openCore(options);
  const onError = options.onError ?? ((error: unknown) => process.stderr.write(`${String(error)}\n`));
  const record = await hubRecord(options.dataDir, options.adminPassword);
  const accounts = new Accounts(core.store.accounts, core.now);
  let address = '';
  const hub: Hub = {
    hubId: record.hubId,
    core,
    accounts,
    gate: new Gate(core, accounts),
    evidence: new Evidence(core.store.evidence, core.now),
    accessLog: new AccessLog(core.store.private),
    adminPassword: record.adminPassword,
    importLimit: MAX_LEDGER_BYTES,
    async enrolmentCode(unit) {
      const secret = await accounts.newCode(unit);
      return `GD1.${Buffer.from(JSON.stringify({ hub: address, hubId: record.hubId, secret })).toString('base64url')}`;
    },
    importLedger: (bytes, given) => importLedger(core, bytes, given),
    onError,
  };
  const app = await buildServer(hub);
  address = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
  return {
    ...hub,
    address,
    passwordMade: record.made,
    async close() {
      await app.close();
      await core.close();
    },
  };
}
