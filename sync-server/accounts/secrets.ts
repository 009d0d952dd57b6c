/** Passwords by argon2id; tokens, codes and device secrets random, and only their hashes are stored. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's floor for argon2id: 19 MiB, two passes. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2);
}

export async function passwordMatches(stored: string, password: string): Promise<boolean> {
  return verify(stored, password).catch(() => false);
}

export function newSecret(): string {
  return randomBytes(24).toString('base64url');
}

export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function secretMatches(storedHash: string, secret: string): boolean {
  const given = new TextEncoder().encode(secretHash(secret));
  const stored = new TextEncoder().encode(storedHash);
  return given.length === stored.length && timingSafeEqual(given, stored);
}
