/** The names of channels [sync C1]. */
import type { PersonId, UnitCode } from '../hotline/ids.ts';

export type Channel = string;

export const EVERYONE: Channel = 'everyone';
export const CITY: Channel = 'city';
export function officeChannel(unit: UnitCode | string): Channel {
  return `office:${unit}`;
}
export function personChannel(person: PersonId | string): Channel {
  return `person:${person}`;
}
export function districtChannel(code: UnitCode | string): Channel {
  return `district:${code}`;
}
export function urgentChannel(unit: UnitCode | string): Channel {
  return `urgent:${unit}`;
}
