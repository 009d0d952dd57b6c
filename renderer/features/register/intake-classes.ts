/** The six questions of article 9, and the action in which each ends; for the usual case none of them is asked for (F22–F29). */
import type { Role } from '../../../shared/hotline/roles.ts';

export type IntakeClass = '9-1' | '9-2' | '9-3' | '9-4' | '9-5' | '9-6' | 'answer';
/** Of 9-1: the services are told, or the caller calls them. */
export type EmergencyWay = 'notify' | 'guide';

export type Question = Readonly<{ id: IntakeClass; asks: string; short: string }>;

const QUESTIONS: readonly Question[] = [
  { id: '9-1', short: '紧急事项', asks: '正在发生险情、事故、警情，或有人需要急救？' },
  { id: '9-2', short: '材料不全', asks: '材料不全，没有材料办不了？' },
  { id: '9-3', short: '另有法定渠道', asks: '属诉讼、仲裁、纪检、复议、公开、信访，或涉密？' },
  { id: '9-4', short: '重复反映', asks: '同一事项反映过，没有新情况？' },
  { id: '9-5', short: '市场或社会服务', asks: '不属承办单位职责，由市场或社会服务解决？' },
  { id: '9-6', short: '违法或有违公序良俗', asks: '要求违反法律或公序良俗？' },
  { id: 'answer', short: '直接答复', asks: '能当场答复？' },
];

/** A grid worker finds emergencies; the rest is asked where people come or call. */
export function questionsFor(roles: readonly Role[]): readonly Question[] {
  if (roles.includes('operator') || roles.includes('clerk')) return QUESTIONS;
  return roles.includes('gridWorker') ? QUESTIONS.filter((one) => one.id === '9-1') : [];
}

/** The action on the ticket after it is registered: the city decides itself, an office proposes. */
export function followUpKind(chosen: IntakeClass, way: EmergencyWay, roles: readonly Role[]): string {
  switch (chosen) {
    case '9-2':
      return 'requestMaterial';
    case 'answer':
      return 'directAnswer';
    case '9-1':
      if (way === 'notify') return 'notifyEmergency';
      break;
    default:
  }
  return roles.includes('operator') ? 'guideOut' : 'proposeGuideOut';
}

/** An office proposes only for what it leads: such a matter is first received here (首接), not sent to the city. */
export function needsOwnLead(kind: string): boolean {
  return kind === 'proposeGuideOut';
}
