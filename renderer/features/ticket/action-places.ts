/** Where each action stands on the ticket page: the line of the work, article 9, applications, and what is seldom needed. */

/**
 * `work` 按办理顺序; `intake` what article 9 does instead of a dispatch; `apply` asks another level; `seldom` also holds all that
 * takes a matter from somebody or ends it, so that nobody presses it on the way.
 */
export type Place = 'work' | 'intake' | 'apply' | 'seldom';

/** In the order in which they are shown: the most usual first. */
const IN_ORDER: Readonly<Record<Place, readonly string[]>> = {
  work: [
    'superviseReply',
    'answerInstruction',
    'sign',
    'dispatch',
    'leaderApprove',
    'leaderReturn',
    'instruct',
    'decideProposal',
    'auditResult',
    'callback',
    'upperResult',
    'coAnswer',
    'coStageReport',
    'materialReceived',
    'resume',
    'checkReport',
    'acknowledge',
    'arrive',
    'assign',
    'contact',
    'recordWork',
    'requestCoHandling',
    'markSilent',
    'submitResult',
    'report',
    'supervise',
    'urge',
    'cannot',
  ],
  intake: ['directAnswer', 'notifyEmergency', 'requestMaterial', 'guideOut', 'handUp'],
  apply: ['proposeEscalation', 'proposeExtension', 'proposeReturn', 'proposeSuspension', 'proposeGuideOut', 'proposeMerge'],
  seldom: [
    'comment',
    'draftResult',
    'proposeExemption',
    'claimUnreasonable',
    'appealAssessment',
    'reportAbuse',
    'meet',
    'merge',
    'unmerge',
    'reopen',
    'retract',
    'recallAssignment',
    'handOver',
    'designate',
    'recall',
    'refer',
    'withdraw',
    'close',
    'void',
  ],
};

const PLACES: ReadonlyMap<string, Readonly<{ place: Place; rank: number }>> = new Map(
  (Object.keys(IN_ORDER) as Place[]).flatMap((place) => IN_ORDER[place].map((kind, rank) => [kind, { place, rank }] as const)),
);

/** One of a newer version stands with the seldom ones, last. */
export function placeOf(kind: string): Place {
  return PLACES.get(kind)?.place ?? 'seldom';
}

export function rankOf(kind: string): number {
  return PLACES.get(kind)?.rank ?? IN_ORDER.seldom.length;
}

/** Every action has been given a place by somebody who thought about it (a test asks). */
export function hasPlace(kind: string): boolean {
  return PLACES.has(kind);
}
