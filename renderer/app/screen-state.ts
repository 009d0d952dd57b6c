/** What is on the screen only: selection, lane, filters and panels. Never a copy of what the replica holds. */
import { create } from 'zustand';
import type { TicketId } from '../../shared/hotline/ids.ts';
import type { Filters } from '../features/inbox/index.ts';
import type { Governing } from '../features/governance/index.ts';
import type { TicketView } from '../replica/door.ts';

type Panel = 'register' | 'lookup' | 'figures' | 'knowledge' | 'sync' | 'governance' | 'unit' | undefined;
type Screen = {
  selected: TicketId | undefined;
  /** A ticket looked up at the hub, which this device may not keep [sync Q1]. */
  lookedUp: TicketView | undefined;
  panel: Panel;
  /** With what the panel of 专项治理 opens. */
  governing: Governing;
  lane: string | undefined;
  filters: Filters;
  select: (id: TicketId | undefined) => void;
  open: (view: TicketView) => void;
  show: (panel: Panel) => void;
  govern: (governing: Governing) => void;
  /** To a lane from elsewhere on the screen: whatever was searched for or filtered is set aside. */
  visit: (lane: string) => void;
  /** How often a lane was visited so. */
  visits: number;
  narrow: (lane: string | undefined, filters: Filters) => void;
  reset: () => void;
};

const CLEAN = {
  selected: undefined,
  lookedUp: undefined,
  panel: undefined,
  governing: { tab: 'tasks' },
  lane: undefined,
  filters: {},
} as const;

export const useScreen = create<Screen>((set) => ({
  ...CLEAN,
  select: (selected) => set({ selected, lookedUp: undefined, panel: undefined }),
  open: (view) => set({ selected: view.ticket._id, lookedUp: view, panel: undefined }),
  show: (panel) => set({ panel }),
  govern: (governing) => set({ panel: 'governance', governing }),
  visits: 0,
  visit: (lane) => set(({ visits }) => ({ selected: undefined, lookedUp: undefined, lane, filters: {}, visits: visits + 1 })),
  narrow: (lane, filters) => set({ lane, filters }),
  reset: () => set(CLEAN),
}));
