/** What the parts of a replica that show something are given. */
import type { Instant } from '../../shared/hotline/ids.ts';
import type { Replicated } from './collections.ts';
import type { Me } from './door.ts';
import type { Held } from './held.ts';
import type { Outbox } from './outbox.ts';

export type ShowingParts = Readonly<{
  database: Replicated;
  held: Held;
  outbox: Outbox;
  me: Me;
  /** By the hub's clock, as far as this device knows it. */
  now: () => Instant;
  drift: () => number;
  log: (line: string) => void;
  /** Rule packs and calendars that came as signed files (F05). */
  imported: () => readonly Readonly<{ _id: string }>[];
}>;
