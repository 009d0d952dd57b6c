/** What a reader asks of a document besides itself. */
export type ReadOptions = Readonly<{
  rev?: string;
  revs?: boolean;
  revsInfo?: boolean;
  conflicts?: boolean;
  deletedConflicts?: boolean;
  localSeq?: boolean;
  latest?: boolean;
  attachments?: boolean;
  encodingInfo?: boolean;
  /** Bodies only of what was added since one of these. */
  attsSince?: readonly string[] | undefined;
  /** Bodies are sent beside the document. */
  follows?: boolean;
}>;
