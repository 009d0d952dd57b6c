/** What is typed is kept within a second (F60), and at once when the form goes away, as it does when the ticket leaves. */
import { useEffect, useRef, useState } from 'react';
import type { TicketId } from '../../shared/hotline/ids.ts';
import type { Replica } from '../replica/door.ts';
import type { Values } from './form-body.ts';

const DRAFT_MS = 600;

type KeptDraft = Readonly<{
  values: Values;
  change: (name: string, value: unknown) => void;
  /** Typed by hand or found as a draft, and on disk. */
  kept: boolean;
  /** The action is saved: its draft goes. */
  done: () => Promise<void>;
  /** While an action is being saved nothing is kept beside it. */
  pause: () => void;
}>;

export function useKeptDraft(replica: Replica, ticket: TicketId, kind: string, initial: Values): KeptDraft {
  const [values, setValues] = useState(initial);
  const [kept, setKept] = useState(false);
  const touched = useRef(false);
  const unkept = useRef<Values>(undefined);
  useEffect(() => {
    let live = true;
    void replica.loadDraft(ticket, kind).then((draft) => {
      if (!live || draft === undefined || touched.current) return;
      setValues(draft);
      setKept(true);
    });
    return () => {
      live = false;
    };
  }, [replica, ticket, kind]);
  useEffect(() => {
    if (!touched.current) return;
    unkept.current = values;
    const timer = setTimeout(() => {
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
    async done() {
      touched.current = false;
      await replica.dropDraft(ticket, kind);
    },
  };
}
