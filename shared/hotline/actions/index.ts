/**
 * Every action the software knows, by kind. An action is one file: its body, right, guard, effect and summary.
 *
 * Still to come, each in a file of its own beside these and one line below (hotline.md §5): directAnswer, guideOut, handUp,
 * notifyEmergency, requestMaterial, materialReceived, void, requestCoHandling, coAnswer, coStageReport, proposeExtension,
 * proposeSuspension, proposeGuideOut, proposeMerge, proposeExemption, claimUnreasonable, appealAssessment, reportAbuse,
 * resume, urge, supervise, superviseReply, meet, refer, withdraw, merge, unmerge, reopen, and the clock's own.
 */
import type { ActionRule } from '../rule.ts';
import { acknowledge } from './acknowledge.ts';
import { arrive } from './arrive.ts';
import { assign } from './assign.ts';
import { auditResult } from './auditResult.ts';
import { callback } from './callback.ts';
import { cannot } from './cannot.ts';
import { checkReport } from './checkReport.ts';
import { close } from './close.ts';
import { comment } from './comment.ts';
import { contact } from './contact.ts';
import { decideProposal } from './decideProposal.ts';
import { designate } from './designate.ts';
import { dispatch } from './dispatch.ts';
import { draftResult } from './draftResult.ts';
import { leaderApprove } from './leaderApprove.ts';
import { leaderReturn } from './leaderReturn.ts';
import { proposeEscalation } from './proposeEscalation.ts';
import { proposeReturn } from './proposeReturn.ts';
import { recall } from './recall.ts';
import { recallAssignment } from './recallAssignment.ts';
import { recordWork } from './recordWork.ts';
import { register } from './register.ts';
import { report } from './report.ts';
import { retract } from './retract.ts';
import { sign } from './sign.ts';
import { submitResult } from './submitResult.ts';
import { upperResult } from './upperResult.ts';

export const ACTIONS: readonly ActionRule[] = [
  register,
  dispatch,
  designate,
  recall,
  sign,
  assign,
  recallAssignment,
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
];

const BY_KIND = new Map(ACTIONS.map((rule) => [rule.kind, rule]));

export function actionRule(kind: string): ActionRule | undefined {
  return BY_KIND.get(kind);
}
