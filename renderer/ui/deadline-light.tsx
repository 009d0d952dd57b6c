/** The warning light of a limit (hotline.md §7), in words as well as in colour. */
import { term } from '../../shared/hotline/glossary.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import { LN_DEFAULT } from '../../shared/hotline/packs/ln-default.ts';
import { lightOfLimit, type Light } from '../../shared/hotline/warning-light.ts';
import type { Reference, SlimRow } from '../replica/door.ts';
import { leftText, shortTime } from './time-text.ts';

type Due = Pick<SlimRow, 'dueAt' | 'dueStart' | 'dueName' | 'dueLimit' | 'dueStopped' | 'provisional' | 'supplementAt'>;
type Props = Readonly<{ of: Due; reference: Reference; now: number; /** With the instant itself. */ whole?: boolean }>;

/** The colour is said too where the words beside it do not say it. */
const SAID: readonly Light[] = ['yellow', 'amber'];

export function lightNow(due: Due, reference: Reference, now: number): Light {
  if (due.dueAt === undefined || due.dueStart === undefined || due.dueLimit === undefined) return 'none';
  if (due.dueStopped === true) return 'stopped';
  const rules = { pack: reference.pack ?? LN_DEFAULT, calendar: reference.calendar };
  return lightOfLimit({ at: due.dueAt, start: due.dueStart }, due.dueLimit, new Date(now).toISOString() as Instant, rules);
}

export function Light({ light, children }: Readonly<{ light: Light; children: React.ReactNode }>) {
  return (
    <span className={`due due-${light}`}>
      <i className={`light light-${light}`} aria-hidden="true" />
      {children}
      {SAID.includes(light) ? `（${term('light', light)}）` : ''}
    </span>
  );
}

export function DeadlineLight({ of: due, reference, now, whole = false }: Props) {
  if (due.supplementAt !== undefined) {
    const over = Date.parse(due.supplementAt) < now;
    return (
      <span className={over ? 'due warn' : 'due due-none'}>{`等补正至 ${shortTime(due.supplementAt, now)}${over ? '，已到期' : ''}`}</span>
    );
  }
  if (due.dueAt === undefined) return <span className="due due-none">无运行中的时限</span>;
  const light = lightNow(due, reference, now);
  return (
    <Light light={light}>
      {term('due', due.dueName)} {light === 'stopped' ? '停止计时' : leftText(due.dueAt, now)}
      {whole ? `，${shortTime(due.dueAt, now)} 到期` : ''}
      {due.provisional === true ? ` ${term('mark', 'provisional')}` : ''}
    </Light>
  );
}
