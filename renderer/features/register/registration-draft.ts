/** What is typed in the registration is kept within a second, and at once when the panel goes away (F60); never beside its saving. */
import { useEffect, useRef } from 'react';
import type { Replica } from '../../replica/door.ts';
import { REGISTER_DRAFT } from './save-registration.ts';

const DRAFT_MS = 600;

type RegistrationDraft = Readonly<{
  /** It is being saved: a draft kept now would come back after it, and be registered again. */
  pause: () => void;
  resume: () => void;
}>;

/** `typed`: all of it as JSON; nothing is kept before somebody has typed. */
export function useRegistrationDraft(replica: Replica, typed: string, touched: () => boolean): RegistrationDraft {
  const unkept = useRef<string>(undefined);
  const paused = useRef(false);
  const keep = useRef(() => {
    const text = unkept.current;
    if (text === undefined || paused.current) return;
    unkept.current = undefined;
    void replica.saveDraft(REGISTER_DRAFT, 'register', JSON.parse(text) as Record<string, unknown>);
  });
  useEffect(() => {
    if (!touched()) return;
    unkept.current = typed;
    const timer = setTimeout(keep.current, DRAFT_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [typed, touched]);
  useEffect(() => () => keep.current(), []);
  return {
    pause() {
      paused.current = true;
    },
    resume() {
      paused.current = false;
      unkept.current = typed;
      keep.current();
    },
  };
}
