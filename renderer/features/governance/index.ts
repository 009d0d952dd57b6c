export { GovernanceCard } from './governance-card.tsx';
export { GovernancePanel, type Governing } from './governance-panel.tsx';
export { useTasks } from './own-tasks.ts';
export { TicketGovernance } from './ticket-governance.tsx';
