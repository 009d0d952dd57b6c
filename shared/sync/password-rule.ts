/** What a new password must be (article 18): desk and hub ask the same. Length counts, not signs. */
export const LEAST_PASSWORD = 8;
export const MOST_PASSWORD = 200;

export type PasswordFault = 'passwordShort' | 'passwordIsLogin' | 'passwordSame';

/** Why it cannot be the new password of a login; nothing when it can. */
export function passwordFault(next: string, login: string, old?: string): PasswordFault | undefined {
  if (next.length < LEAST_PASSWORD || next.length > MOST_PASSWORD) return 'passwordShort';
  if (next.toLowerCase().includes(login.toLowerCase())) return 'passwordIsLogin';
  return next === old ? 'passwordSame' : undefined;
}
