/** Under a chosen person who is away: until when, and the one who stands in, taken by one press and never unasked (F15). */
import { Button } from 'antd';
import type { PersonId } from '../../shared/hotline/ids.ts';
import { standIn } from '../../shared/hotline/matters/leave/on-leave.ts';
import type { Reference } from '../replica/door.ts';
import { awayText, nameOf, type Absences } from './absences.ts';

type Props = Readonly<{
  person: PersonId | undefined;
  away: Absences;
  reference: Reference;
  now: number;
  /** Whether the one who stands in may be chosen here. */
  offered: (deputy: PersonId) => boolean;
  onTake: (deputy: PersonId) => void;
}>;

export function AwayHint({ person, away, reference, now, offered, onTake }: Props) {
  const said = awayText(person, away, reference, now);
  if (said === undefined || person === undefined) return null;
  const deputy = standIn(away.get(person), away);
  return (
    <span className="away-hint warn" role="status" data-testid="away-hint">
      {nameOf(person, reference)}
      {said}。
      {deputy === undefined || !offered(deputy) ? null : (
        <Button size="small" onClick={() => onTake(deputy)} data-testid="take-deputy">
          改为{nameOf(deputy, reference)}
        </Button>
      )}
    </span>
  );
}
