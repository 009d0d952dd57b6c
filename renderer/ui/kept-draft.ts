/** What is typed is kept within a second (F60), and at once when the form goes away, as it does when the ticket leaves. */
import { useEffect, useRef, useState } from 'react';
import type { SubjectId } from '../../shared/hotline/ids.ts';
import type { Replica } from '../replica/door.ts';
import type { Values } from './form-body.ts';

const DRAFT_MS = 600;

type KeptDraft = Readonly<{
  /** The draft has been looked for. Until then nothing is shown that fills itself in: it would count as typed, and replace the draft. */
  ready: boolean;
  values: Values;
  change: (name: string, value: unknown) => void;
  /** Typed by hand or found as a draft, and on disk. */
  kept: boolean;
  /** The action is saved: its draft goes. */
  done: () => Promise<void>;
  /** While an action is being saved nothing is kept beside it. */
  pause: () => void;
  /** It was refused: what was typed is kept again, also when the form goes away at once. */
  resume: () => void;
}>;

export function useKeptDraft(replica: Replica, ticket: SubjectId, kind: string, initial: Values): KeptDraft {
  const [values, setValues] = useState(initial);
  const [kept, setKept] = useState(false);
  const [ready, setReady] = useState(false);
  const touched = useRef(false);
  const unkept = useRef<Values>(undefined);
  useEffect(() => {
    let live = true;
    const found = (draft: Values | undefined): void => {
      if (!live) return;
      setReady(true);
      if (draft === undefined) return;
      setValues(draft);
      setKept(true);
    };
    replica.loadDraft(ticket, kind).then(found, () => found(undefined));
    return () => {
      live = false;
    };
  }, [replica, ticket, kind]);
  useEffect(() => {
    if (!touched.current) return;
    unkept.current = values;
    const timer = setTimeout(() => {
      // Paused: an action is being saved, and its draft must not come back after it.
      if (unkept.current === undefined) return;
      unkept.current = undefined;
      void replica.saveDraft(ticket, kind, { ...values }).then(() => setKept(true));
    }, DRAFT_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [values, replica, ticket, kind]);
  useEffect(
    () => () => {
      if (unkept.current !== undefined) void replica.saveDraft(ticket, kind, { ...unkept.current });
    },
    [replica, ticket, kind],
  );
  return {
    ready,
    values,
    kept,
    change(name, value) {
      touched.current = true;
      setKept(false);
      setValues((before) => ({ ...before, [name]: value }));
    },
    pause() {
      unkept.current = undefined;
    },
    resume() {
      if (touched.current) unkept.current = values;
    },
    async done() {
      touched.current = false;
      await replica.dropDraft(ticket, kind);
    },
  };
}
