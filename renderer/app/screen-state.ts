/** What is on the screen only: selection and panels. Never a copy of what the replica holds. */
import { create } from 'zustand';
import type { TicketId } from '../../shared/hotline/ids.ts';
import type { TicketView } from '../replica/door.ts';

type Panel = 'register' | 'lookup' | 'sync' | undefined;
type Screen = {
  selected: TicketId | undefined;
  /** A ticket looked up at the hub, which this device may not keep [sync Q1]. */
  lookedUp: TicketView | undefined;
  panel: Panel;
  select: (id: TicketId | undefined) => void;
  open: (view: TicketView) => void;
  show: (panel: Panel) => void;
  reset: () => void;
};

export const useScreen = create<Screen>((set) => ({
  selected: undefined,
  lookedUp: undefined,
  panel: undefined,
  select: (selected) => set({ selected, lookedUp: undefined }),
  open: (view) => set({ selected: view.ticket._id, lookedUp: view, panel: undefined }),
  show: (panel) => set({ panel }),
  reset: () => set({ selected: undefined, lookedUp: undefined, panel: undefined }),
}));
