/** What a proposal or a result says, in the words of the form it was written in. */
import { actionRule } from '../../shared/hotline/actions/index.ts';
import { term } from '../../shared/hotline/glossary.ts';
import type { UnitCode } from '../../shared/hotline/ids.ts';
import type { Proposal } from '../../shared/hotline/ticket.ts';
import type { Reference } from '../replica/door.ts';
import { LongText } from './long-text.tsx';
import type { FieldSchema } from './field.ts';
import { fullTime } from './time-text.ts';

function madeBy(kind: Proposal['kind']): string {
  return kind === 'result' ? 'submitResult' : `propose${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/u;

export function proposalName(kind: Proposal['kind']): string {
  return kind === 'result' ? '办理结果' : `${term('proposalKind', kind)}申请`;
}

function worded(field: FieldSchema, value: unknown, reference: Reference): string {
  if (typeof value === 'boolean') return field['x-labels']?.[value ? 1 : 0] ?? (value ? '是' : '否');
  if (typeof value !== 'string') return '';
  if (field['x-widget'] === 'unit') return reference.units.get(value as UnitCode)?.name ?? '其他单位';
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

export function PackageFacts({ of, reference }: Readonly<{ of: Proposal; reference: Reference }>) {
  const body = actionRule(madeBy(of.kind))?.body as unknown as FieldSchema | undefined;
  const lines = Object.entries(body?.properties ?? {}).flatMap(([name, field]) => {
    const said = text(field, of.package[name], reference);
    return said === '' ? [] : [[field.title ?? '', said] as const];
  });
  return (
    <dl className="facts-list package-facts">
      {lines.map(([label, said]) => (
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
