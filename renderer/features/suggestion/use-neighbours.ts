/** What the suggestions of a form are made from, and text that has come to rest before it is asked about. */
import { useEffect, useMemo, useState } from 'react';
import { CategoryAdviser } from '../../../shared/suggestion/category.ts';
import { Gazetteer } from '../../../shared/suggestion/place.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { useObservable } from '../../ui/use-observable.ts';
import { neighboursOf, type Neighbours } from './neighbours.ts';

const REST_MS = 350;

export function useRested<T extends string>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setRested(value);
    }, REST_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [value]);
  return rested;
}

type Ready = Readonly<{ neighbours: Neighbours; ready: boolean; version: number }>;

export function useNeighbours(replica: Replica): Ready {
  const neighbours = useMemo(() => neighboursOf(replica), [replica]);
  const state = useObservable(neighbours.state, neighbours.state.value);
  return { neighbours, ...state };
}

export function useAdviser(neighbours: Neighbours, reference: Reference): CategoryAdviser {
  return useMemo(
    () => new CategoryAdviser(reference.categories.values(), neighbours.index, (id) => neighbours.filedUnder(id)),
    [neighbours, reference.categories],
  );
}

export function useGazetteer(reference: Reference): Gazetteer {
  return useMemo(() => new Gazetteer(reference.units.values()), [reference.units]);
}
