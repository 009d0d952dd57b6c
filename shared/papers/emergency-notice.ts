/**
 * 突发事件通报单 (art. 9(1); F24): one page that the clerk reads out by telephone, hands over or pins up. Everything comes from the
 * ticket; what is not recorded is a line for the pen, the acknowledgement too.
 */
import type { EmergencyCall } from '../hotline/emergency-record.ts';
import { EMERGENCY_NUMBERS } from '../hotline/emergency-numbers.ts';
import { GLOSSARY, term } from '../hotline/glossary.ts';
import type { Instant, PersonId, UnitCode } from '../hotline/ids.ts';
import { maskedName, maskedPhone, maskedText } from '../hotline/masking.ts';
import type { Ticket } from '../hotline/ticket.ts';
import { shorten } from '../hotline/wording.ts';
import { chineseTime, shortChineseTime } from './chinese-time.ts';
import type { Cell, Fact, Made, Stands } from './paper.ts';
import { phoneScript } from './phone-script.ts';

export type NoticeInput = Readonly<{
  ticket: Ticket;
  /** As people name it: the number, or the provisional one. */
  no: string;
  /** The unit that tells, and who makes the paper. */
  unit: string;
  person: string;
  at: Instant;
  unitName: (code: UnitCode) => string;
  personName: (id: PersonId) => string;
  /** Name and telephone of the reporter in full: for those who have to find the place. Never of one who is hidden. */
  withReporter?: boolean;
}>;

/** So much of the matter that the paper stays one page. */
const MOST_CONTENT = 240;
/** Rows for the pen under the calls that are recorded: services are four. */
const ROWS = 3;

/** 隐匿身份, and whoever reports an offence (art. 18, hotline.md §9): not told to other services either. */
export function hidesReporter({ confidential, kind }: Pick<Ticket, 'confidential' | 'kind'>): boolean {
  return confidential !== 'none' || kind === 'report';
}

/** The newest that anybody said: what is known of an event grows from call to call. */
function last<K extends 'event' | 'harmed'>({ emergencyCalls = [] }: Ticket, key: K): EmergencyCall[K] | undefined {
  return emergencyCalls.findLast((one) => one[key] !== undefined)?.[key];
}

function eventClass(ticket: Ticket): string {
  const known = last(ticket, 'event');
  return Object.entries(GLOSSARY.eventClass)
    .map(([id, words]) => `${id === known ? '☑' : '☐'} ${words}`)
    .join('　');
}

function placeOf({ region, address }: Ticket, unitName: NoticeInput['unitName']): string | undefined {
  const codes = [region?.district, region?.street].filter((one) => one !== undefined);
  const place = [...codes.map((one) => unitName(one as UnitCode)), address?.text ?? ''].filter((one) => one !== '').join(' ');
  return address?.text === undefined && place === '' ? undefined : place;
}

function reporter({ ticket, withReporter }: NoticeInput): Readonly<{ text: string; contact?: string; fields: readonly Stands['field'][] }> {
  const { name, phone } = ticket.complainant;
  if (hidesReporter(ticket)) return { text: '身份已隐匿，依法不予提供', fields: [] };
  if (name === undefined && phone === undefined) return { text: '未留', fields: [] };
  if (withReporter === true) {
    const text = [name, phone].filter((one) => one !== undefined).join('，电话 ');
    return {
      text,
      contact: text,
      fields: [...(name === undefined ? [] : ['name' as const]), ...(phone === undefined ? [] : ['phone' as const])],
    };
  }
  const masked = [name === undefined ? undefined : maskedName(name), phone === undefined ? undefined : maskedPhone(phone)];
  return { text: `${masked.filter((one) => one !== undefined).join('，')}（需要时由通报单位联络）`, fields: [] };
}

function standing(ticket: Ticket, unitName: NoticeInput['unitName']): string {
  const lead = ticket.lead === undefined ? '尚未派单' : `承办单位：${unitName(ticket.lead)}`;
  return `${lead}；${term('status', ticket.status)}`;
}

function callRows({ ticket, personName }: NoticeInput): readonly (readonly Cell[])[] {
  const told = (ticket.emergencyCalls ?? []).map((one): readonly Cell[] => [
    term('emergencyService', one.service),
    shortChineseTime(one.at),
    one.receiver,
    one.answer,
    personName(one.by),
  ]);
  const empty = Math.max(1, ROWS - told.length);
  return [...told, ...Array.from({ length: empty }, (): readonly Cell[] => [undefined, undefined, undefined, undefined, undefined])];
}

/** A sealed matter is on no paper: its holder asks at the city (§9). */
export function emergencyNotice(input: NoticeInput): Made {
  const { ticket, no, unit, person, at, unitName } = input;
  if (ticket.confidential === 'sealed')
    return { ok: false, code: 'sealedPaper', message: '密件不能打印。请按保密规定当面或用保密渠道通报，并联系市级督办人员。' };
  const place = placeOf(ticket, unitName);
  const harmed = last(ticket, 'harmed');
  const said = reporter(input);
  const clear = (text: string): string => maskedText(text, ticket.complainant);
  const facts: readonly Fact[] = [
    ['事件', shorten(clear(ticket.title), 80)],
    ['事件类别', eventClass(ticket)],
    ['发生地点', place],
    ['发生时间', ticket.occurredAt === undefined ? undefined : chineseTime(ticket.occurredAt)],
    ['获知时间', `${chineseTime(ticket.acceptedAt)}（${term('source', ticket.source)}）`],
    ['伤亡和被困', harmed],
    ['简要情况', shorten(clear(ticket.content), MOST_CONTENT)],
    ['报告人', said.text],
    ['处置进展', standing(ticket, unitName)],
    ['告知现场拨打', EMERGENCY_NUMBERS.map(([number, what]) => `${number} ${what}`).join('　')],
  ];
  const script = phoneScript({
    ...{ unit, reader: person, place, harmed, contact: said.contact },
    known: chineseTime(ticket.acceptedAt),
    what: clear(ticket.title),
  });
  return {
    ok: true,
    paper: {
      title: '突发事件通报单',
      under: [`工单编号：${no}`, `紧急程度：${term('urgency', ticket.urgency)}`, `通报单位：${unit}`],
      blocks: [
        { kind: 'facts', facts },
        // What is read out comes first: it stays on the first page however many have answered.
        {
          kind: 'text',
          title: '电话通报稿（照读）',
          boxed: true,
          paragraphs: script,
        },
        {
          kind: 'table',
          title: '通报和回执',
          head: ['接收单位', '通报时间', '接收人', '对方答复（处置、回执编号）', '通报人'],
          widths: [16, 17, 15, 40, 12],
          rows: callRows(input),
        },
        { kind: 'signatures', lines: ['通报人（签字）', '接收人（签字）', '接收时间'] },
      ],
      made: `${unit} ${person} 于 ${chineseTime(at)} 制`,
      name: `突发事件通报单 ${no}`,
      stands: [{ ticket: ticket._id, field: 'content' }, ...said.fields.map((field) => ({ ticket: ticket._id, field }))],
    },
  };
}
