/** What the code answers for every action on a matter without a ticket, state and role: asked, not written down. */
import { decideMatter } from '../../shared/hotline/matters/fold-matter.ts';
import { matterKind, type MatterRule } from '../../shared/hotline/matters/index.ts';
import type { RefusalCode } from '../../shared/hotline/refusals.ts';
import type { Actor } from '../../shared/hotline/testing/story.ts';
import type { Cell } from './matrix.ts';
import { CONTEXT, matterExamples, tried, type Bodies, type Kind } from './matter-examples.ts';

/** Street A has begun it, by its clerk; its first grid worker answers for it, or is the one on leave. */
export const MATTER_COLUMNS = [
  { actor: 'operator', zh: '坐席', en: 'operator' },
  { actor: 'dispatcher', zh: '派单员', en: 'dispatcher' },
  { actor: 'supervisor', zh: '市督办', en: 'supervisor (city)' },
  { actor: 'districtSupervisor', zh: '区督办', en: 'supervisor (district)' },
  { actor: 'clerkA', zh: '发起的调度员', en: 'the clerk who began it' },
  { actor: 'secondClerkA', zh: '本单位调度员', en: "the unit's clerk" },
  { actor: 'leaderA', zh: '本单位领导', en: "the unit's leader" },
  { actor: 'gridA', zh: '所涉网格员', en: 'grid worker concerned' },
  { actor: 'secondGridA', zh: '其他网格员', en: 'another grid worker' },
  { actor: 'clerkB', zh: '他单位调度员', en: "another unit's clerk" },
] as const satisfies readonly { actor: Actor; zh: string; en: string }[];

/** Who, what a body looks like, and whether there is a matter at all: said of every action. */
const COMMON: readonly string[] = ['noRight', 'malformed', 'matterMissing', 'exists'];

export type MatterMatrix = Readonly<{ rule: MatterRule; cells: ReadonlyMap<string, readonly Cell[]>; codes: readonly RefusalCode[] }>;

type Tried = Parameters<typeof decideMatter>[0];
function answers(
  kind: Kind,
  rule: MatterRule,
  matters: readonly Tried[],
  who: Actor,
  bodies: readonly object[],
): readonly (RefusalCode | undefined)[] {
  return matters.flatMap((matter) =>
    bodies.map((body) => {
      const verdict = decideMatter(matter, tried(kind.id, who, rule.kind, JSON.parse(JSON.stringify(body)) as object, 99), CONTEXT);
      return verdict.outcome === 'accept' ? undefined : verdict.code;
    }),
  );
}

function cell(found: readonly (RefusalCode | undefined)[]): Cell {
  const codes = [...new Set(found.filter((one) => one !== undefined))];
  const reasons = codes.filter((code) => !COMMON.includes(code));
  if (codes.length === 0) return { may: 'yes', codes: [] };
  if (found.includes(undefined)) return { may: 'some', codes: reasons };
  if (reasons.length > 0) return { may: 'no', codes: reasons };
  return { may: codes.every((code) => code === 'noRight') ? 'role' : 'state', codes: [] };
}

function matrixOf(kind: Kind, rule: MatterRule): MatterMatrix {
  const { good, bad } = kind.bodies[rule.kind] as Bodies;
  const cells = new Map(
    [...kind.states].map(([state, matters]) => [state, MATTER_COLUMNS.map(({ actor }) => cell(answers(kind, rule, matters, actor, good)))]),
  );
  const all = [...kind.states.values()].flatMap((matters) =>
    MATTER_COLUMNS.flatMap(({ actor }) => answers(kind, rule, matters, actor, [...good, ...bad])),
  );
  const codes = [...new Set(all.filter((one): one is RefusalCode => one !== undefined && !COMMON.includes(one)))].sort();
  return { rule, cells, codes };
}

export function matterMatrices(): readonly Readonly<{ prefix: string; matrices: readonly MatterMatrix[] }>[] {
  return matterExamples().map((kind) => ({
    prefix: kind.prefix,
    matrices: (matterKind(kind.id)?.rules ?? []).map((rule) => matrixOf(kind, rule)),
  }));
}
