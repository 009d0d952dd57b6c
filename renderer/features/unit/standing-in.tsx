/** A line above one's tasks while one stands in for somebody: a narrow window shows no board (F15). */
import type { Reference, Replica } from '../../replica/door.ts';
import { dayText, nameOf, useAway } from '../../ui/absences.ts';

export function StandingIn({ replica, reference, now }: Readonly<{ replica: Replica; reference: Reference; now: number }>) {
  const away = useAway(replica);
  const mine = [...away.values()].filter((leave) => leave.deputy === replica.me.id);
  const own = away.get(replica.me.id);
  if (mine.length === 0 && own === undefined) return null;
  return (
    <p className="inbox-note" role="status" data-testid="standing-in">
      {own === undefined ? '' : `您登记了休假，至 ${dayText(own.to, now)}。`}
      {mine.map((leave) => `您正在为${nameOf(leave.person, reference)}代岗，至 ${dayText(leave.to, now)}。`).join('')}
    </p>
  );
}
