/** What was typed in the registration as the body of `register` (art. 9). */
import type { Role } from '../../../shared/hotline/roles.ts';
import type { IntakeState } from './intake.tsx';

export type Typed = {
  title?: string;
  content?: string;
  kind?: string;
  urgency?: string;
  name?: string;
  phone?: string;
  address?: string;
  street?: string;
  toCity?: boolean;
};
export type Source = 'phone' | 'walkIn' | 'gridSelfFound';

export function sourceOf(roles: readonly Role[]): Source {
  if (roles.includes('operator')) return 'phone';
  return roles.includes('clerk') ? 'walkIn' : 'gridSelfFound';
}

/** 同一事项 (art. 9(4)): the earlier number is the complainant's too. */
function earlierOf({ chosen, values }: IntakeState): Readonly<Record<string, unknown>> {
  const no = values['reference'];
  return chosen === '9-4' && typeof no === 'string' && no.trim() !== '' ? { repeat: true, earlier: [no.trim().slice(0, 40)] } : {};
}

/** `own`: the street of the office where it is registered. */
export function registration(typed: Typed, source: Source, own: string | undefined, intake: IntakeState): Record<string, unknown> {
  const street = typed.street ?? own;
  return {
    source,
    kind: typed.kind,
    urgency: typed.urgency ?? 'normal',
    title: typed.title?.trim(),
    content: typed.content?.trim(),
    complainant: {
      kind: 'natural',
      ...(typed.name ? { name: typed.name.trim() } : {}),
      ...(typed.phone ? { phone: typed.phone.trim() } : {}),
      ...earlierOf(intake),
    },
    ...(typed.address ? { address: { text: typed.address.trim() } } : {}),
    ...(street === undefined ? {} : { region: { street, district: street.slice(0, 6) } }),
    ...(source === 'walkIn' && typed.toCity === true ? { toCity: true } : {}),
  };
}
