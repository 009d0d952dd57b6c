/** Saves one action on a matter out of a form with a kept draft: a draft never comes back after its action (F60). */
import { useState } from 'react';
import { term } from '../../shared/hotline/glossary.ts';
import type { MatterId } from '../../shared/hotline/ids.ts';
import type { Replica } from '../replica/door.ts';
import type { useKeptDraft } from './kept-draft.ts';

type Saving = Readonly<{
  busy: boolean;
  problem: string | undefined;
  /** `name`: what the person calls it, where that is not the action's own word. */
  save: (ticket: MatterId, kind: string, body: Record<string, unknown>, name?: string) => Promise<void>;
}>;

export function useSaving(
  replica: Replica,
  draft: ReturnType<typeof useKeptDraft>,
  say: (text: string) => void,
  onSaved: () => void,
): Saving {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  return {
    busy,
    problem,
    async save(ticket, kind, body, name = term('action', kind)) {
      setBusy(true);
      setProblem(undefined);
      draft.pause();
      const outcome = await replica.act({ ticket, kind, body });
      setBusy(false);
      if (!outcome.ok) {
        setProblem(outcome.message);
        draft.resume();
        return;
      }
      await draft.done();
      say(`${name}：已保存`);
      onSaved();
    },
  };
}
