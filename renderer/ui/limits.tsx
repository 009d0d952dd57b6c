/** 时限: every limit of a ticket, when it ends and how it stands (hotline.md §7). */
import { GLOSSARY, term } from '../../shared/hotline/glossary.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import { metAt } from '../../shared/hotline/judge.ts';
import { DUES, type DueName } from '../../shared/hotline/ticket.ts';
import { lightOf } from '../../shared/hotline/warning-light.ts';
import type { TicketView } from '../replica/door.ts';
import { Light } from './deadline-light.tsx';
import { leftText, shortTime } from './time-text.ts';

type Props = Readonly<{ view: TicketView; now: number }>;

function standing({ view, now }: Props, name: DueName): string {
  const due = view.ticket.due[name];
  const met = metAt(view.ticket, name);
  const light = lightOf(view.ticket, name, new Date(now).toISOString() as Instant, view.context);
  if (due === undefined) return '';
  if (met !== undefined) return `${met > due.at ? '逾期完成' : '按时完成'} ${shortTime(met, now)}`;
  if (light === 'none') return '不再计时';
  return light === 'stopped' ? GLOSSARY.light.stopped : leftText(due.at, now);
}

export function Limits(props: Props) {
  const { view, now } = props;
  const names = DUES.filter((name) => view.ticket.due[name] !== undefined);
  if (names.length === 0) return <p className="quiet">还没有开始计时。</p>;
  return (
    <table className="limits">
      <thead>
        <tr>
          <th scope="col">时限</th>
          <th scope="col">到期</th>
          <th scope="col">情况</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => {
          const due = view.ticket.due[name];
          const light = lightOf(view.ticket, name, new Date(now).toISOString() as Instant, view.context);
          return (
            <tr key={name}>
              <th scope="row">{term('due', name)}</th>
              <td>
                {shortTime(due?.at, now)}
                {due?.provisional === true ? <span className="mark">{term('mark', 'provisional')}</span> : null}
              </td>
              <td>
                <Light light={light}>{standing(props, name)}</Light>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
