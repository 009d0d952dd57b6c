/** 时限重算: the clock's, when the calendar of a year has come that a limit had to guess (hotline.md §7) [sync A4]. */
import { GLOSSARY } from '../glossary.ts';
import { byClock } from '../oversight.ts';
import { provisionalYears, Recalculated, withRecalculated } from '../recalculation.ts';
import { defineAction } from '../rule.ts';
import { shortTime } from '../wording.ts';

export const recalculate = defineAction({
  kind: 'recalculate',
  category: 'F',
  body: Recalculated,
  audience: 'S',
  right: (_ticket, asked) => (byClock(asked) ? undefined : { code: 'noRight' }),
  open: (ticket) => (provisionalYears(ticket).length > 0 ? undefined : { code: 'notFound' }),
  effect: (ticket, { body }) => withRecalculated(ticket, body),
  summary({ body: { years, dues } }) {
    const said = dues.map(({ limit, at }) => `${GLOSSARY.due[limit]}至 ${shortTime(at)}`);
    return `按${years.join('、')}年日历重算：${said.join('，')}`;
  },
});
