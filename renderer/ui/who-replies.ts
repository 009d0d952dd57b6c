/** Whether it is this person's to reply to a supervision of their unit (art. 15, F41): the leader's, or a clerk's who signs alone. */
import type { Me, Reference } from '../replica/door.ts';

export function repliesToSupervision({ roles, unit }: Pick<Me, 'roles' | 'unit'>, reference: Reference): boolean {
  return roles.includes('leader') || (roles.includes('clerk') && reference.units.get(unit)?.clerkSignsAlone === true);
}
