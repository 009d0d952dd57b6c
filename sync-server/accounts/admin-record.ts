/** The administrator's own password: of the hub's record, or given by the environment for this run. */
import { changeRecordedPassword } from '../hub-record.ts';
import { LEAST_PASSWORD } from '../../shared/sync/password-rule.ts';
import type { AdminAttempts } from './admin-attempts.ts';
import { secretHash, secretMatches } from './secrets.ts';

/** `rests`: seconds to wait, before anything was compared. */
export type AdminProof = Readonly<{ ok: true } | { ok: false; rests?: number }>;
export type AdminFault = 'fixedByEnvironment' | 'wrongOldPassword' | 'passwordShort';

export class AdminRecord {
  readonly #dataDir: string;
  readonly #fixed: boolean;
  readonly #attempts: AdminAttempts;
  #password: string;

  /** `fixed`: the environment says it, and would say the old one again at the next start. */
  constructor(dataDir: string, password: string, fixed: boolean, attempts: AdminAttempts) {
    this.#attempts = attempts;
    this.#dataDir = dataDir;
    this.#password = password;
    this.#fixed = fixed;
  }

  get password(): string {
    return this.#password;
  }

  /** Whether it is the administrator; a wrong one is counted for the address, durable before it is answered. */
  async prove(name: string | undefined, password: string, address: string): Promise<AdminProof> {
    const rests = this.#attempts.rest(address);
    if (rests > 0) return { ok: false, rests };
    if (name === 'admin' && secretMatches(secretHash(this.#password), password)) {
      await this.#attempts.right(address);
      return { ok: true };
    }
    await this.#attempts.wrong(address);
    return { ok: false };
  }

  /** Durable before it counts. */
  async change(old: string, next: string): Promise<AdminFault | undefined> {
    if (this.#fixed) return 'fixedByEnvironment';
    if (!secretMatches(secretHash(this.#password), old)) return 'wrongOldPassword';
    if (next.length < LEAST_PASSWORD) return 'passwordShort';
    await changeRecordedPassword(this.#dataDir, next);
    this.#password = next;
    return undefined;
  }
}
