/** 不予受理·已告知 (art. 9): what is said to the complainant, whether the city finds it or a unit proposes it. */
import Type, { type Static } from 'typebox';
import { GLOSSARY } from './glossary.ts';
import type { PersonId } from './ids.ts';
import { endAt } from './intake.ts';
import type { Finding } from './rule.ts';
import { choice, closed, line, prose, yesNo } from './schema-builders.ts';
import type { Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';

export const Guidance = Type.Object(
  {
    article: choice('第九条情形', GLOSSARY.guideClass),
    channel: line('告知的渠道', 200, '办理机关、电话或平台名称'),
    explanation: prose('向诉求人的说明', 2000),
    reference: Type.Optional(line('案号或此前工单编号', 100, '同一事项无新情况的，填此前工单编号')),
    secret: Type.Optional(yesNo('涉及国家秘密等', ['不涉及', '涉及，转为密件'])),
  },
  closed,
);
type Guidance = Static<typeof Guidance>;

/** 9-4: what was said earlier must be named. */
export function guidanceComplete({ article, reference }: Guidance): Finding | undefined {
  return article === '9-4' && reference === undefined ? { code: 'earlierMissing' } : undefined;
}

export function guidedBy(ticket: Ticket, said: Guidance, by: PersonId, context: Context): Ticket {
  const at = context.effectiveAt;
  const { article, channel, reference } = said;
  const evidence = { article, channel, ...(reference === undefined ? {} : { reference }) };
  const disposal = { ...ticket.disposal, publicReply: said.explanation, told: { at, how: '告知渠道' } };
  const links =
    article === '9-4' && reference !== undefined
      ? { ...ticket.links, earlier: [...ticket.links.earlier, reference.slice(0, 60)] }
      : ticket.links;
  const told: Ticket = { ...ticket, disposal, links, closing: { evidence, confirmedBy: by, at } };
  return endAt(said.secret === true ? { ...told, confidential: 'sealed' } : told, 'guidedOut', context);
}
