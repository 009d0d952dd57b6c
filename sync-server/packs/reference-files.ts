/** Signed reference files at the hub (art. 22, F05; docs/adr/0008): written from its documents, and taken from who is trusted. */
import type { CalendarDocument, RulePackDocument } from '../../shared/hotline/reference/documents.ts';
import { canonicalText } from '../../shared/sync/canonical.ts';
import { claimsToBeReference, parseReference, type ReferenceFile } from '../../shared/sync/reference-file.ts';
import type { Core } from '../core.ts';
import { signReference } from '../hub-signer.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import type { Document } from '../store/database.ts';
import { writeOnce } from '../store/write-whole.ts';
import { trustOf } from './publishers.ts';
import { takeCalendar, type CalendarAnswer } from './take-calendar.ts';
import { takePack, type PackAnswer } from './take-pack.ts';

type Kept = (RulePackDocument | CalendarDocument) & Readonly<{ _rev?: string }>;

/** `calendar:2027` or `pack:SY` is its newest version. Nothing where the hub has no such document. */
export async function signedReference(core: Core, hubId: string, name: string): Promise<ReferenceFile | undefined> {
  const kind = name.startsWith('calendar:') ? 'calendar' : 'pack';
  if (!name.startsWith(`${kind}:`)) return undefined;
  const exact = await core.store.hotline.get<Kept>(name);
  const series = await core.store.hotline.withPrefix<Kept>(`${name}:`);
  const found = exact ?? series.toSorted((a, b) => b.version - a.version)[0];
  if (found === undefined) return undefined;
  const { _rev: _dropped, ...content } = found;
  const publisher = [...core.reference.units.values()].find(({ type }) => type === 'city')?.name ?? hubId;
  return signReference(core.store.private, {
    format: 'griddesk-reference',
    schema: 1,
    hubId,
    publisher,
    issuedAt: core.now(),
    kind,
    content: content as never,
  });
}

type Refused = Readonly<{ ok: false; reason: string; faults: readonly never[] }>;

function refused(reason: string): Refused {
  return { ok: false, reason, faults: [] };
}

/** Another hub's pack comes composed, and keeps its id and version: they are what its tickets name. */
async function keepPack(core: Core, pack: RulePackDocument): Promise<PackAnswer> {
  const known = await core.store.hotline.get<Kept>(pack._id);
  if (known !== undefined) {
    const { _rev: _dropped, ...held } = known;
    if (canonicalText(held) === canonicalText(pack)) return { ok: true, id: pack.id, version: pack.version, unchanged: true };
    return refused('已有同号、内容不同的规则包，没有导入。请签发单位换一个版本号重新签发。');
  }
  const [written] = await core.store.hotline.write([pack as unknown as Document]);
  if (written?.ok !== true) throw new Error(`the store did not take ${pack._id}`);
  await core.feed.catchUp();
  return { ok: true, id: pack.id, version: pack.version, unchanged: false };
}

/** Where a version came from: the document itself is what tickets are folded by, and says nothing of it. */
export type Origin = Readonly<{ at: Instant; publisher?: string; hubId?: string; issuedAt?: Instant }>;

export function originId(kind: 'pack' | 'calendar', id: string, version: number): string {
  return `reference-origin:${kind}:${id}:${version}`;
}

/** A signed file of a trusted publisher, or what the administrator wrote by hand. */
export async function takeReference(
  core: Core,
  hubId: string,
  kind: 'pack' | 'calendar',
  body: unknown,
): Promise<PackAnswer | CalendarAnswer> {
  const answer = await taken(core, hubId, kind, body);
  if (!answer.ok || answer.unchanged) return answer;
  const file = claimsToBeReference(body) ? parseReference(JSON.stringify(body)) : undefined;
  const signed = file === undefined ? {} : { publisher: file.publisher, hubId: file.hubId, issuedAt: file.issuedAt };
  await writeOnce(core.store.private, [{ _id: originId(kind, answer.id, answer.version), schema: 1, at: core.now(), ...signed }]);
  return answer;
}

async function taken(core: Core, hubId: string, kind: 'pack' | 'calendar', body: unknown): Promise<PackAnswer | CalendarAnswer> {
  if (!claimsToBeReference(body)) return kind === 'pack' ? takePack(core, body) : takeCalendar(core, body);
  const file = parseReference(JSON.stringify(body));
  if (file === undefined) return refused('签名文件已损坏，请向签发单位重新拷贝后导入。');
  if (file.kind !== kind) return refused(`这是${file.kind === 'pack' ? '规则包' : '日历'}文件，请用 ${file.kind} 命令导入。`);
  const trust = await trustOf(core.store, hubId, file);
  if (trust === 'unknown') return refused(`不认识签发单位“${file.publisher}”。请先核实其公钥，用 trust-publisher 命令登记后再导入。`);
  if (trust === 'spoilt') return refused(`签名与“${file.publisher}”的公钥不符，文件可能被改动。请向签发单位重新拷贝后导入。`);
  if (file.kind === 'pack') return keepPack(core, file.content);
  const [year = 0] = file.content.years;
  return takeCalendar(core, { year, title: file.content.title ?? file.publisher, days: file.content.days });
}
