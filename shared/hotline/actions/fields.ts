/** Fields that several bodies share, with their labels and widgets. */
import Type from 'typebox';
import { ActionId, Instant, PersonId, UnitCode } from '../ids.ts';
import { long, text, words } from '../schema-builders.ts';
import { EvidenceClaim } from '../ticket-parts.ts';

export const note = Type.Optional(text(2000, { title: '说明', ...long }));
export const reason = words('理由', 2000, long);
export const evidence = Type.Optional(Type.Array(EvidenceClaim, { title: '附件', maxItems: 20, 'x-widget': 'evidence' }));
export const of = Type.Unsafe<ActionId>({ ...ActionId, title: '申请', 'x-widget': 'proposal' });

export function unitField(title: string) {
  return Type.Unsafe<UnitCode>({ ...UnitCode, title, 'x-widget': 'unit' });
}

export function personField(title: string) {
  return Type.Unsafe<PersonId>({ ...PersonId, title, 'x-widget': 'person' });
}

export function instantField(title: string) {
  return Type.Unsafe<Instant>({ ...Instant, title, 'x-widget': 'instant' });
}

/** Labels of a choice, in the order of its values. */
export function labelled(title: string, labels: readonly string[]) {
  return { title, 'x-widget': 'choice', 'x-labels': labels };
}
