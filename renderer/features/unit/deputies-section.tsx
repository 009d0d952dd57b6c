/** 代岗安排: for each person of the unit, who stands in when they are away. Only colleagues with the same post can be chosen. */
import { useState } from 'react';
import type { PersonId } from '../../../shared/hotline/ids.ts';
import { dutySheetId, standingDeputy, type DutySheet } from '../../../shared/hotline/matters/duty/document.ts';
import type { MatterView, Reference, Replica } from '../../replica/door.ts';
import { awayText, useAway } from '../../ui/absences.ts';
import { ColleagueSelect } from './colleague-select.tsx';
import { colleagues, possibleDeputies } from './posts.ts';

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  now: number;
  view: MatterView<DutySheet> | undefined;
  say: (text: string) => void;
}>;

export function DeputiesSection({ replica, reference, now, view, say }: Props) {
  const { unit } = replica.me;
  const away = useAway(replica);
  const [busy, setBusy] = useState<PersonId>();
  const name = async (person: PersonId, deputy: PersonId | undefined): Promise<void> => {
    setBusy(person);
    const body = { person, ...(deputy === undefined ? {} : { deputy }) };
    const outcome = await replica.act({ ticket: dutySheetId(unit), kind: 'nameDeputy', body });
    setBusy(undefined);
    say(outcome.ok ? '代岗安排：已保存' : outcome.message);
  };
  return (
    <section className="card" aria-labelledby="deputies-title" data-testid="deputies">
      <h2 id="deputies-title">代岗安排</h2>
      <p className="quiet">登记休假时默认由代岗人接手。代岗不增加权限，只能选岗位相同的同事；没有可选的，请管理员先授予岗位。</p>
      <table className="workload deputies">
        <thead>
          <tr>
            <th scope="col">人员</th>
            <th scope="col">岗位</th>
            <th scope="col">代岗人</th>
          </tr>
        </thead>
        <tbody>
          {colleagues(reference, unit, now).map((one) => {
            const possible = possibleDeputies(reference, unit, one.id, now);
            const said = awayText(one.id, away, reference, now);
            return (
              <tr key={one.id} data-testid={`deputy-of-${one.id}`}>
                <th scope="row">
                  {one.name}
                  {said === undefined ? null : <span className="warn"> {said}</span>}
                </th>
                <td>{one.posts}</td>
                <td>
                  {possible.length === 0 ? (
                    <span className="quiet">没有岗位相同的同事</span>
                  ) : (
                    <ColleagueSelect
                      id={`deputy-${one.id.slice('person:'.length)}`}
                      label={`${one.name}的代岗人`}
                      people={possible}
                      value={standingDeputy(view?.matter, one.id)}
                      placeholder="未设"
                      empty="没有符合的同事"
                      clear
                      disabled={busy === one.id}
                      onChange={(deputy) => void name(one.id, deputy)}
                    />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
