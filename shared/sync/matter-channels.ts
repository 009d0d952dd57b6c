/** [sync C1] Which channels hold a matter (docs/adr/0009), by the prefix of its ids. */
import type { MATTER_PREFIXES } from '../hotline/ids.ts';
import type { Matter } from '../hotline/matters/index.ts';
import type { Governance } from '../hotline/matters/governance/document.ts';
import type { Leave } from '../hotline/matters/leave/document.ts';
import { leavesByLeader, type Suggestion } from '../hotline/matters/suggestion/document.ts';
import { CITY, EVERYONE, officeChannel, personChannel, type Channel } from './channel-names.ts';

/** Its author; a unit's draft its own office, for the leader who signs; the city while it waits to be decided, and nobody else. */
function suggestionChannels(suggestion: Suggestion): readonly Channel[] {
  const { by, unit, state } = suggestion;
  const channels = [personChannel(by)];
  if (leavesByLeader(suggestion) && unit !== 'city') channels.push(officeChannel(unit));
  if (state === 'waiting') channels.push(CITY);
  return channels;
}

/** The unit's own: its office, who answers for it, the workers of its grid. No other unit, and no level above. */
function governanceChannels({ unit, responsible, workers }: Governance): readonly Channel[] {
  return [officeChannel(unit), personChannel(responsible), ...workers.map(personChannel)];
}

/** Who is away, and why, is the unit's own: its office, the person, who stands in. */
function leaveChannels({ unit, person, deputy }: Leave): readonly Channel[] {
  return [officeChannel(unit), personChannel(person), ...(deputy === undefined ? [] : [personChannel(deputy)])];
}

/** Whom to call at a unit is for everybody who works with it, as its name is. */
function dutyChannels(): readonly Channel[] {
  return [EVERYONE];
}

const BY_PREFIX: Readonly<Record<(typeof MATTER_PREFIXES)[number], (matter: never) => readonly Channel[]>> = {
  suggestion: suggestionChannels,
  governance: governanceChannels,
  leave: leaveChannels,
  duty: dutyChannels,
};

/** At most 16, sorted. */
export function matterChannels(matter: Matter): readonly Channel[] {
  const prefix = matter._id.slice(0, matter._id.indexOf(':')) as keyof typeof BY_PREFIX;
  return [...new Set(BY_PREFIX[prefix](matter as never))].sort().slice(0, 16);
}
