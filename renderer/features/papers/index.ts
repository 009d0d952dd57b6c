export { BeforeCall, EmergencyNoticeButton, hasNotice } from './emergency-paper.tsx';
export { WeeklyBriefButton } from './weekly-paper.tsx';
