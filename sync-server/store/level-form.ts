/**
 * How PouchDB's adapter keeps documents in LevelDB, for what is read and written under it: the form of pouchdb-adapter-leveldb 9, which
 * is pinned. A document is a row of metadata by its id, and a body a revision by the sequence that it was written at.
 */
const MARK = '\xff';
/** Past every key of a store: marks are two bytes of UTF-8, ids may be any text. */
export const END = '\u{10ffff}';

export const STORES = {
  documents: 'document-store',
  bySequence: 'by-sequence',
  local: 'local-store',
  meta: 'meta-store',
  attachments: 'attach-store',
  bytes: 'attach-binary-store',
} as const;
export type StoreName = (typeof STORES)[keyof typeof STORES];

export const keyOf = (store: StoreName, key: string): string => `${MARK}${store}${MARK}${key}`;
export const documentKey = (id: string): string => keyOf(STORES.documents, id);
export const sequenceKey = (sequence: number): string => keyOf(STORES.bySequence, String(sequence).padStart(16, '0'));

export type Node = [id: string, about: { status?: string; deleted?: boolean }, children: Node[]];
export type Path = { pos: number; ids: Node };
export type Metadata = {
  id: string;
  rev: string;
  rev_tree: Path[];
  /** The sequence that holds a revision's body. */
  rev_map: Record<string, number>;
  /** Of its last change. */
  seq: number;
  winningRev: string;
  deleted: boolean;
};
export type Leaf = Readonly<{ rev: string; pos: number; id: string; deleted: boolean }>;

/** Revisions that nothing supersedes, the winning one first. */
export function leavesOf(tree: readonly Path[]): readonly Leaf[] {
  const found: Leaf[] = [];
  const visit = ([id, { deleted }, children]: Node, pos: number): void => {
    if (children.length === 0) found.push({ rev: `${pos}-${id}`, pos, id, deleted: deleted === true });
    for (const child of children) visit(child, pos + 1);
  };
  for (const { pos, ids } of tree) visit(ids, pos);
  return found.toSorted((a, b) => Number(a.deleted) - Number(b.deleted) || b.pos - a.pos || (a.id < b.id ? 1 : -1));
}
