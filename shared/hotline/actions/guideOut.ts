/** 告知渠道 (art. 9): one of the six classes that are not handled as usual; explained, and the channel named (F26). */
import { GLOSSARY } from '../glossary.ts';
import { Guidance, guidanceComplete, guidedBy } from '../guidance.ts';
import { cityRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { inState } from '../states.ts';

export const guideOut = defineAction({
  kind: 'guideOut',
  category: 'D',
  body: Guidance,
  audience: 'S',
  complete: guidanceComplete,
  right: (ticket, asked) => cityRole(ticket, asked, 'operator'),
  open: (ticket) => inState(ticket, 'registered'),
  effect: (ticket, { body, actor, context }) => guidedBy(ticket, body, actor, context),
  summary: ({ body }) => `告知渠道（${body.article} ${GLOSSARY.guideClass[body.article]}，${body.channel}）：${body.explanation}`,
});
