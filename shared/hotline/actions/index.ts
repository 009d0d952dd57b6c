/**
 * The registry: one file an action, named as in hotline.md §5. `decide`, `apply`, the desk's forms and the gate read it.
 */
import type { ActionRule } from '../rule.ts';
import { acknowledge } from './acknowledge.ts';
import { answerInstruction } from './answerInstruction.ts';
import { appealAssessment } from './appealAssessment.ts';
import { archive } from './archive.ts';
import { arrive } from './arrive.ts';
import { assign } from './assign.ts';
import { auditResult } from './auditResult.ts';
import { callback } from './callback.ts';
import { cannot } from './cannot.ts';
import { checkReport } from './checkReport.ts';
import { claimUnreasonable } from './claimUnreasonable.ts';
import { close } from './close.ts';
import { coAnswer } from './coAnswer.ts';
import { comment } from './comment.ts';
import { contact } from './contact.ts';
import { coStageReport } from './coStageReport.ts';
import { decideProposal } from './decideProposal.ts';
import { designate } from './designate.ts';
import { directAnswer } from './directAnswer.ts';
import { dispatch } from './dispatch.ts';
import { draftResult } from './draftResult.ts';
import { guideOut } from './guideOut.ts';
import { handOver } from './handOver.ts';
import { handUp } from './handUp.ts';
import { instruct } from './instruct.ts';
import { leaderApprove } from './leaderApprove.ts';
import { leaderReturn } from './leaderReturn.ts';
import { lift } from './lift.ts';
import { linkMain } from './linkMain.ts';
import { markSilent } from './markSilent.ts';
import { materialReceived } from './materialReceived.ts';
import { meet } from './meet.ts';
import { merge } from './merge.ts';
import { nominate } from './nominate.ts';
import { recalculate } from './recalculate.ts';
import { notifyEmergency } from './notifyEmergency.ts';
import { proposeEscalation } from './proposeEscalation.ts';
import { proposeExemption } from './proposeExemption.ts';
import { proposeExtension } from './proposeExtension.ts';
import { proposeGuideOut } from './proposeGuideOut.ts';
import { proposeMerge } from './proposeMerge.ts';
import { proposeReturn } from './proposeReturn.ts';
import { proposeSuspension } from './proposeSuspension.ts';
import { rate } from './rate.ts';
import { recall } from './recall.ts';
import { recallAssignment } from './recallAssignment.ts';
import { recordWork } from './recordWork.ts';
import { refer } from './refer.ts';
import { register } from './register.ts';
import { reopen } from './reopen.ts';
import { report } from './report.ts';
import { reportAbuse } from './reportAbuse.ts';
import { requestCoHandling } from './requestCoHandling.ts';
import { requestMaterial } from './requestMaterial.ts';
import { resume } from './resume.ts';
import { retract } from './retract.ts';
import { sign } from './sign.ts';
import { submitResult } from './submitResult.ts';
import { supervise } from './supervise.ts';
import { superviseReply } from './superviseReply.ts';
import { dropDuplicate, takeDuplicate } from './takeDuplicate.ts';
import { unmerge } from './unmerge.ts';
import { upperResult } from './upperResult.ts';
import { urge } from './urge.ts';
import { voidTicket } from './void.ts';
import { withdraw } from './withdraw.ts';

const RULES = {
  register,
  dispatch,
  designate,
  recall,
  sign,
  assign,
  recallAssignment,
  handOver,
  acknowledge,
  arrive,
  contact,
  recordWork,
  report,
  cannot,
  checkReport,
  proposeReturn,
  proposeEscalation,
  retract,
  draftResult,
  submitResult,
  leaderApprove,
  leaderReturn,
  decideProposal,
  upperResult,
  auditResult,
  callback,
  close,
  comment,
  instruct,
  answerInstruction,
  directAnswer,
  guideOut,
  handUp,
  notifyEmergency,
  requestMaterial,
  materialReceived,
  void: voidTicket,
  requestCoHandling,
  coAnswer,
  coStageReport,
  proposeExtension,
  proposeSuspension,
  proposeGuideOut,
  proposeMerge,
  proposeExemption,
  claimUnreasonable,
  appealAssessment,
  reportAbuse,
  resume,
  markSilent,
  urge,
  supervise,
  superviseReply,
  meet,
  refer,
  withdraw,
  merge,
  unmerge,
  reopen,
  takeDuplicate,
  dropDuplicate,
  linkMain,
  archive,
  lift,
  rate,
  nominate,
  recalculate,
} as const satisfies Record<string, ActionRule>;

export type ActionKind = keyof typeof RULES;

export const ACTIONS: readonly ActionRule[] = Object.values(RULES);

const BY_KIND = new Map(ACTIONS.map((rule) => [rule.kind, rule]));

/** The rule of a kind; a kind of a newer version has none [sync V1]. */
export function actionRule(kind: string): ActionRule | undefined {
  return BY_KIND.get(kind);
}
