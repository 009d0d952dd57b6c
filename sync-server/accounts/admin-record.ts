/** The administrator's own password: of the hub's record, or given by the environment for this run. */
import { changeRecordedPassword } from '../hub-record.ts';
import { LEAST_PASSWORD } from '../../shared/sync/password-rule.ts';
import { secretHash, secretMatches } from './secrets.ts';

export type AdminFault = 'fixedByEnvironment' | 'wrongOldPassword' | 'passwordShort';

export class AdminRecord {
  readonly #dataDir: string;
  readonly #fixed: boolean;
  #password: string;

  /** `fixed`: the environment says it, and would say the old one again at the next start. */
  constructor(dataDir: string, password: string, fixed: boolean) {
    this.#dataDir = dataDir;
    this.#password = password;
    this.#fixed = fixed;
  }

  get password(): string {
    return this.#password;
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
