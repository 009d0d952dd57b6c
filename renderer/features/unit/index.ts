export { AwayCard } from './away-card.tsx';
export { StandingIn } from './standing-in.tsx';
export { UnitPanel } from './unit-panel.tsx';
