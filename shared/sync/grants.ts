/** [sync C2] The channels a person may follow, by the roles they hold at a moment. */
import type { Instant } from '../hotline/ids.ts';
import type { PersonDocument } from '../hotline/reference/documents.ts';
import { rolesAt } from '../hotline/standing.ts';
import { CITY, EVERYONE, districtChannel, officeChannel, personChannel, urgentChannel, type Channel } from './channels.ts';

export function grantsOf(person: PersonDocument, at: Instant): readonly Channel[] {
  const channels = new Set<Channel>();
  const held = rolesAt(person, at);
  if (held.length === 0) return [];
  channels.add(EVERYONE);
  channels.add(personChannel(person._id));
  for (const { role, unit } of held) {
    if (role === 'clerk' || role === 'leader') {
      channels.add(officeChannel(unit));
      channels.add(urgentChannel(unit));
    }
    if (role === 'operator' || role === 'dispatcher' || role === 'supervisor') channels.add(unit === 'city' ? CITY : districtChannel(unit));
  }
  return inFeedOrder([...channels]);
}

/** Urgent first, then by name [sync F3]. */
export function inFeedOrder(channels: readonly Channel[]): readonly Channel[] {
  return [...channels].sort((a, b) => {
    const urgent = Number(b.startsWith('urgent:')) - Number(a.startsWith('urgent:'));
    return urgent !== 0 ? urgent : a < b ? -1 : a > b ? 1 : 0;
  });
}
