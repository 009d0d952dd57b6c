/** PouchDB as the root uses it. Its published types know neither `latest`, `local_seq` nor binary attachments. */
export type Attachment = {
  content_type?: string;
  digest?: string;
  length?: number;
  revpos?: number;
  stub?: boolean;
  follows?: boolean;
  encoding?: string;
  encoded_length?: number;
  data?: string | Uint8Array;
};

export type Doc = {
  _id: string;
  _rev?: string;
  _deleted?: boolean;
  _attachments?: Record<string, Attachment>;
  _revisions?: { start: number; ids: string[] };
  [field: string]: unknown;
};

export type WriteRow = { ok?: boolean; id?: string; rev?: string; status?: number; name?: string; reason?: string; message?: string };
/** `text`: the document ready to be sent, where `as_text` asked for it and it could be had; else there is `doc`. */
export type ChangeRow = { id: string; seq: number; deleted?: boolean; changes: { rev: string }[]; doc?: Doc; text?: string };
export type AllDocsRow = { id: string; key: string; error?: string; value?: { rev: string; deleted?: boolean }; doc?: Doc | null };

export interface Pouch {
  get(id: string, options?: object): Promise<Doc>;
  bulkDocs(docs: Doc[], options?: object): Promise<WriteRow[]>;
  allDocs(options: object): Promise<{ total_rows: number; rows: AllDocsRow[] }>;
  changes(options: object): Promise<{ results: ChangeRow[]; last_seq: number }>;
  revsDiff(wanted: Record<string, string[]>): Promise<Record<string, { missing: string[] }>>;
  bulkGet(options: object): Promise<{ results: { id: string; docs: ({ ok: Doc } | { error: unknown })[] }[] }>;
  put(doc: Doc): Promise<{ rev: string }>;
  remove(doc: Doc): Promise<{ rev: string }>;
  info(): Promise<{ doc_count: number; update_seq: number }>;
  compact(): Promise<void>;
  close(): Promise<void>;
}

/** PouchDB's error objects are not all instances of Error. */
export function pouchStatus(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null ? (error as { status?: number }).status : undefined;
}

/** Undefined where there is none. */
export async function maybe<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (pouchStatus(error) === 404) return undefined;
    throw error;
  }
}
