/** Observables of the replica as React state; nothing is copied into a store (architecture.md). */
import { useEffect, useState } from 'react';
import type { Observable } from 'rxjs';

export function useObservable<T>(source: Observable<T> | undefined, initial: T): T {
  const [value, setValue] = useState(initial);
  useEffect(() => {
    const subscription = source?.subscribe(setValue);
    return () => subscription?.unsubscribe();
  }, [source]);
  return value;
}

/** The present time, renewed every half minute: lights change without a click. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 30_000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}
