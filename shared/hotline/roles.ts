/** Who takes part (hotline.md §1). A person's roles are historical: rights are judged at the effective time [sync G6]. */
import Type, { type Static } from 'typebox';
import { Instant, UnitCode } from './ids.ts';
import { oneOf } from './schema-builders.ts';

export const ROLES = ['operator', 'dispatcher', 'supervisor', 'clerk', 'leader', 'gridWorker', 'admin', 'system'] as const;
export const Role = oneOf(ROLES);
export type Role = (typeof ROLES)[number];

/** A role held at a unit over a span of time; no `to` means still held. */
export const RoleHeld = Type.Object(
  { role: Role, unit: UnitCode, from: Instant, to: Type.Optional(Instant) },
  { additionalProperties: false },
);
export type RoleHeld = Readonly<Static<typeof RoleHeld>>;

/**
 * Which copy of a ticket a replica may hold [sync C3]: `person` for grid workers (audience S),
 * `office` for clerks and leaders (S and T), `city` for city and district roles (S, T and C).
 */
export const AUDIENCES = ['person', 'office', 'city'] as const;
export const Audience = oneOf(AUDIENCES);
export type Audience = (typeof AUDIENCES)[number];

/** Letters of the audience column in hotline.md §3: everybody, street office and above, city only. */
export type FieldAudience = 'S' | 'T' | 'C';
