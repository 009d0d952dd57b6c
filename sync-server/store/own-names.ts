/** The hub's four databases [sync S1]. */
export const OWN_NAMES = ['accounts', 'evidence', 'hotline', 'private'] as const;
export type OwnName = (typeof OWN_NAMES)[number];
