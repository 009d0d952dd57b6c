/** What was typed in the registration as the body of `register` (art. 9). */
import type { CategoryDocument } from '../../../shared/hotline/reference/documents.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
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
  /** The catalogue row's code. */
  category?: string;
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

/** `own`: the street of the office where it is registered; `category`: the row that was chosen. */
export function registration(
  typed: Typed,
  source: Source,
  own: string | undefined,
  intake: IntakeState,
  category: CategoryDocument | undefined,
): Record<string, unknown> {
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
    ...(category === undefined ? {} : { category: { code: category.code, path: [...category.path], version: category.version } }),
    ...(typed.address ? { address: { text: typed.address.trim() } } : {}),
    ...(street === undefined ? {} : { region: { street, district: street.slice(0, 6) } }),
    ...(source === 'walkIn' && typed.toCity === true ? { toCity: true } : {}),
  };
}

/** What has been typed so far, as a matter to compare with others (art. 9(4)). */
export function matterOf({
  title = '',
  content = '',
  phone,
  address,
}: Typed): Pick<Ticket, 'title' | 'content' | 'complainant' | 'address'> {
  return {
    title,
    content,
    complainant: { kind: 'natural', ...(phone === undefined ? {} : { phone }) },
    ...(address === undefined ? {} : { address: { text: address } }),
  };
}
