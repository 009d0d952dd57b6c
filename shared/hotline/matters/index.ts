/** The registry of matters: one entry a kind, found by the prefix of its ids (docs/adr/0009). */
import type { MatterKind, MatterRule } from './matter.ts';
import { DUTY_SHEETS } from './duty/kind.ts';
import { GOVERNANCE } from './governance/kind.ts';
import { LEAVES } from './leave/kind.ts';
import { SUGGESTIONS } from './suggestion/kind.ts';

export const MATTERS: readonly MatterKind[] = [SUGGESTIONS, GOVERNANCE, LEAVES, DUTY_SHEETS];

export function matterKind(id: string): MatterKind | undefined {
  return MATTERS.find((one) => id.startsWith(`${one.prefix}:`));
}

export function matterRule(id: string, kind: string): MatterRule | undefined {
  return matterKind(id)?.rules.find((rule) => rule.kind === kind);
}

/** Actions that begin something: what is drafted for them has not been here yet, and cannot have left [sync D4]. */
export function beginsMatter(kind: string): boolean {
  return MATTERS.some((one) => one.rules.some((rule) => rule.kind === kind && rule.create !== undefined));
}

export type { Matter, MatterKind, MatterRule, SideDocument } from './matter.ts';
