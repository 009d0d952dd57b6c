/** The warning light of a limit (hotline.md §7), with words for those who do not see colours. */
import { CHINA_2022_2026 } from '../../shared/hotline/calendars/china-2022-2026.ts';
import { term } from '../../shared/hotline/glossary.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import { LN_DEFAULT } from '../../shared/hotline/packs/ln-default.ts';
import { lightOfLimit, type Light } from '../../shared/hotline/warning-light.ts';
import type { Reference, SlimRow } from '../replica/door.ts';
import { leftText } from './time-text.ts';

type Props = Readonly<{
  of: Pick<SlimRow, 'dueAt' | 'dueStart' | 'dueName' | 'dueLimit' | 'dueStopped' | 'provisional'>;
  reference: Reference;
  now: number;
}>;

function lightNow({ of: due, reference, now }: Props): Light {
  if (due.dueAt === undefined || due.dueStart === undefined || due.dueLimit === undefined) return 'none';
  if (due.dueStopped === true) return 'stopped';
  const rules = { pack: reference.pack ?? LN_DEFAULT, calendar: reference.calendar ?? CHINA_2022_2026 };
  return lightOfLimit({ at: due.dueAt, start: due.dueStart }, due.dueLimit, new Date(now).toISOString() as Instant, rules);
}

export function DeadlineLight(props: Props) {
  const { of: due, now } = props;
  if (due.dueAt === undefined) return <span>无运行中的时限</span>;
  const light = lightNow(props);
  return (
    <span title={term('light', light)}>
      <i className={`light light-${light}`} role="img" aria-label={term('light', light)} />
      {term('due', due.dueName)}
      {light === 'stopped' ? '停止计时' : leftText(due.dueAt, now)}
      {due.provisional === true ? '（暂定）' : ''}
    </span>
  );
}
