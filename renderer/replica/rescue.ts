/** [sync D4] When a document leaves, drafts and unsent actions on it move to rescue: a person finds their own text there. */
import { GLOSSARY, term } from '../../shared/hotline/glossary.ts';
import { erase, startingWith, type DraftValue, type Replicated } from './collections.ts';
import type { RescueItem } from './door.ts';
import type { EvidenceClaim } from '../../shared/hotline/ticket-parts.ts';
import { isMatterId, isSubjectId, MATTER_PREFIXES, type Instant } from '../../shared/hotline/ids.ts';
import type { Outbox } from './outbox.ts';
import { shownNumber } from './slim-rows.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/u;
const REFERENCE = new RegExp(`^(ticket|${MATTER_PREFIXES.join('|')}|action|person|unit|category|device|replica):`, 'u');
/** What the software says of a file: its hash and its type. */
const OF_A_FILE = /^[0-9a-f]{64}$|^(image|application|video|audio|text)\/[\w.+-]+$/u;

/** A code of the trade in its Chinese word; an id or an instant, which nobody typed, is left out. */
function readable(text: string): string {
  if (INSTANT.test(text) || REFERENCE.test(text) || OF_A_FILE.test(text)) return '';
  for (const words of Object.values(GLOSSARY) as Readonly<Record<string, string>>[]) {
    const word = Object.hasOwn(words, text) ? words[text] : undefined;
    if (word !== undefined) return word;
  }
  return text;
}

/** The words a person wrote, out of a body of any shape: digits and Latin letters too, a telephone number is their work. */
export function writtenText(body: unknown): string {
  if (typeof body === 'string') return readable(body);
  if (Array.isArray(body))
    return body
      .map(writtenText)
      .filter((text) => text !== '')
      .join('\n');
  if (typeof body === 'object' && body !== null)
    return Object.values(body)
      .map(writtenText)
      .filter((text) => text !== '')
      .join('\n');
  return '';
}

/** Files of a draft that no action has named yet: the person's work as much as their words. */
export function filesOf(body: unknown): readonly EvidenceClaim[] {
  const { evidence } = (body ?? {}) as { evidence?: readonly EvidenceClaim[] };
  return evidence ?? [];
}

export function actionName(kind: string): string {
  return (GLOSSARY.action as Record<string, string>)[kind] ?? kind;
}

/** What a record without a ticket is called. */
export function matterName(id: string): string {
  return term('matter', id.slice(0, id.indexOf(':')));
}

export type RescueNote = Readonly<{ database: Replicated; outbox: Outbox; at: Instant; newId: () => string }>;

/** Before the documents go. The actions themselves stay in the outbox and are still sent. */
export async function rescueBefore({ database, outbox, at, newId }: RescueNote, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    if (!isSubjectId(id)) continue;
    const doc = await database.documents.findOne(id).exec();
    // A body that was kept aside may be of any shape.
    const no = doc?.toMutableJSON().body['no'];
    const ticketNo = isMatterId(id) ? matterName(id) : shownNumber({ _id: id, ...(typeof no === 'string' ? { no } : {}) });
    const rows: RescueItem[] = [];
    const drafts = await database.own.find({ selector: startingWith(`draft:${id}|`) }).exec();
    for (const draft of drafts) {
      const { kind, body } = draft.toMutableJSON().value as DraftValue;
      const text = writtenText(body);
      if (text.trim() !== '')
        rows.push({ id: `rescue:${newId()}`, ticket: id, ticketNo, what: 'draft', text: `${actionName(kind)}（草稿）：${text}`, at });
      for (const file of filesOf(body))
        rows.push({ id: `rescue:${newId()}`, ticket: id, ticketNo, what: 'photo', text: file.name, at, file });
    }
    for (const item of outbox.onTicket(id)) {
      if (item.state !== 'saved' && item.state !== 'sent') continue;
      rows.push({
        id: `rescue:${item.action._id}`,
        ticket: id,
        ticketNo,
        what: 'action',
        text: `${actionName(item.action.kind)}：${writtenText(item.action.body)}`,
        at,
        action: { ...item.action },
      });
    }
    if (rows.length > 0) await database.own.bulkUpsert(rows.map((row) => ({ id: row.id, value: { ...row } })));
    // The draft goes only after its text is in rescue.
    await erase(
      database,
      'own',
      drafts.map((draft) => draft.id),
    );
    const moved = rows.length === 0 ? '' : `，您的 ${rows.length} 份文字已移入“待找回”`;
    const activity = { id: `activity:${newId()}`, at, text: `${isMatterId(id) ? ticketNo : `工单 ${ticketNo}`} 已移出本机${moved}` };
    await database.own.upsert({ id: activity.id, value: activity });
  }
}
