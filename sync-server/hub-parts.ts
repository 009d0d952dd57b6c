/** What the hub's routes work with: each part by its name. */
import type { UnitCode } from '../shared/hotline/ids.ts';
import type { AccessLog } from './accounts/access-log.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { AdminRecord } from './accounts/admin-record.ts';
import type { People } from './accounts/people.ts';
import type { Units } from './accounts/units.ts';
import type { CityClock } from './clock/city-clock.ts';
import type { Core } from './core.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { Gate } from './gate/gate.ts';
import type { Rulings } from './gate/rulings.ts';
import type { Limits } from './http/limits.ts';
import type { Waiting } from './http/waiting.ts';
import type { HubLog } from './log/hub-log.ts';
import type { HubMetrics } from './metrics/hub-metrics.ts';
import type { Publications } from './packs/publications.ts';
import type { ImportAnswer } from './import/import-ledger.ts';

export type Hub = Readonly<{
  hubId: string;
  core: Core;
  accounts: Accounts;
  people: People;
  units: Units;
  publications: Publications;
  admin: AdminRecord;
  gate: Gate;
  /** Of what the gate kept aside: released or dismissed by the administrator [sync G4]. */
  rulings: Rulings;
  /** Overdue, supervision, review, archive: run every minute [sync A4]. */
  clock: CityClock;
  evidence: Evidence;
  accessLog: AccessLog;
  /** As it is now. */
  readonly adminPassword: string;
  importLimit: number;
  limits: Limits;
  /** Requests that wait for a change. */
  waiting: Waiting;
  /** Hosts that the root may replicate with, `host` or `host:port` [sync X2]. */
  replicateWith: readonly string[];
  /** `GD1.…`: carries the hub's address and id (architecture.md, "Running"). */
  enrolmentCode: (unit: UnitCode) => Promise<string>;
  importLedger: (bytes: Uint8Array, options: Readonly<Record<string, string>>) => Promise<ImportAnswer>;
  log: HubLog;
  metrics: HubMetrics;
  /** Into the log, and to who started the hub. */
  onError: (error: unknown) => void;
}>;
