/** The warning light of a limit (hotline.md §7), with words for those who do not see colours. */
import { term } from '../../shared/hotline/glossary.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import { lightOf } from '../../shared/hotline/judge.ts';
import { leftText } from './time-text.ts';

export function DeadlineLight({
  at,
  start,
  name,
  provisional,
  now,
}: Readonly<{
  at?: Instant | undefined;
  start?: Instant | undefined;
  name?: string | undefined;
  provisional?: boolean | undefined;
  now: number;
}>) {
  if (at === undefined || start === undefined) return <span>无运行中的时限</span>;
  const light = lightOf({ at, start }, new Date(now).toISOString() as Instant);
  return (
    <span title={term('light', light)}>
      <i className={`light light-${light}`} role="img" aria-label={term('light', light)} />
      {term('due', name)}
      {leftText(at, now)}
      {provisional === true ? '（暂定）' : ''}
    </span>
  );
}
