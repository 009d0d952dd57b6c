/** What a proposal or a result says, in the words of the form it was written in. */
import { actionRule } from '../../shared/hotline/actions/index.ts';
import { CLAUSE_RULES } from '../../shared/hotline/closing/index.ts';
import { term } from '../../shared/hotline/glossary.ts';
import type { UnitCode } from '../../shared/hotline/ids.ts';
import type { Clause, Proposal } from '../../shared/hotline/ticket.ts';
import type { Reference } from '../replica/door.ts';
import { LongText } from './long-text.tsx';
import type { FieldSchema } from './field.ts';
import { fullTime } from './time-text.ts';

/** The action that makes a proposal of each kind. */
const MADE_BY: Readonly<Record<Proposal['kind'], string>> = {
  return: 'proposeReturn',
  escalation: 'proposeEscalation',
  extension: 'proposeExtension',
  suspension: 'proposeSuspension',
  guideOut: 'proposeGuideOut',
  merge: 'proposeMerge',
  exemption: 'proposeExemption',
  unreasonable: 'claimUnreasonable',
  appeal: 'appealAssessment',
  abuse: 'reportAbuse',
  result: 'submitResult',
};
/** Their names are whole already. */
const NAMED: readonly Proposal['kind'][] = ['result', 'guideOut', 'merge', 'unreasonable', 'appeal', 'abuse'];
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/u;

export function proposalName(kind: Proposal['kind']): string {
  const name = term('proposalKind', kind);
  return NAMED.includes(kind) ? name : `${name}申请`;
}

function worded(field: FieldSchema, value: unknown, reference: Reference): string {
  if (typeof value === 'boolean') return field['x-labels']?.[value ? 1 : 0] ?? (value ? '是' : '否');
  if (typeof value !== 'string') return '';
  if (field['x-widget'] === 'unit') return reference.units.get(value as UnitCode)?.name ?? '其他单位';
  if (field['x-widget'] === 'person') return reference.people.get(value as never)?.name ?? '其他人员';
  const at = field.anyOf?.findIndex((one) => one.const === value) ?? -1;
  return field['x-labels']?.[at] ?? (INSTANT.test(value) ? fullTime(value) : value);
}

/** Nested groups in one line: `11月24日 16:05，电话`. */
function text(field: FieldSchema, value: unknown, reference: Reference): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return worded(field, value, reference);
  return Object.entries(value)
    .map(([name, one]) => text(field.properties?.[name] ?? {}, one, reference))
    .filter((one) => one !== '')
    .join('，');
}

type Line = readonly [label: string, said: string];

function linesOf(
  fields: Readonly<Record<string, FieldSchema>>,
  said: Readonly<Record<string, unknown>>,
  reference: Reference,
): readonly Line[] {
  return Object.entries(fields).flatMap(([name, field]): readonly Line[] => {
    const value = said[name];
    // Evidence stands in the words of its own clause (art. 14).
    if (name === 'clauseEvidence') return clauseLines(said['clause'], value, reference);
    const words = text(field, value, reference);
    return words === '' ? [] : [[field.title ?? '', words]];
  });
}

/** What was stated for a clause of art. 14, line by line. */
export function clauseLines(clause: unknown, stated: unknown, reference: Reference): readonly Line[] {
  const evidence = CLAUSE_RULES[clause as Clause]?.evidence as unknown as FieldSchema | undefined;
  if (typeof stated !== 'object' || stated === null) return [];
  return linesOf(evidence?.properties ?? {}, stated as Readonly<Record<string, unknown>>, reference);
}

export function PackageFacts({ of, reference }: Readonly<{ of: Proposal; reference: Reference }>) {
  const body = actionRule(MADE_BY[of.kind])?.body as unknown as FieldSchema | undefined;
  return (
    <dl className="facts-list package-facts">
      {linesOf(body?.properties ?? {}, of.package, reference).map(([label, said]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <LongText text={said} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
