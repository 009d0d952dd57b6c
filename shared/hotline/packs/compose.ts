/**
 * 国家 > 省 > 市 > 区 (art. 4, F05): a narrower layer overrides a broader one, except where the broader says that its value is
 * binding. The pack that comes out is whole, so a ticket and a desk need nothing but it, and traces each value to its layer.
 */
import { Check } from 'typebox/value';
import type { Instant } from '../ids.ts';
import { RulePackDocument } from '../reference/documents.ts';
import { LAYERS, type PackLayer } from '../reference/pack-layer.ts';

export type PackFault = Readonly<{ layer: string; path: string; code: 'bindingValue' | 'wrongOrder' | 'incomplete'; reason: string }>;
export type Composed = Readonly<{ ok: true; pack: RulePackDocument }> | Readonly<{ ok: false; faults: readonly PackFault[] }>;
export type Named = Readonly<{ id: string; version: number; validFrom: Instant; district?: string }>;

type Values = Record<string, unknown>;

/** A limit is one value: `{ workingDays: 3 }` replaces `{ minutes: 60 }` whole. */
const LIMIT_KEYS = ['workingDays', 'workingMinutes', 'minutes'];

function isGroup(value: unknown, path: string): value is Values {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  // `extension` names working days beside its times: two values, no limit.
  return path === 'extension' || !(keys.length === 1 && LIMIT_KEYS.includes(keys[0] ?? ''));
}

/** Every single value with its path, `sign.emergency`. */
function leaves(values: Values, path = ''): readonly (readonly [path: string, value: unknown])[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return isGroup(value, at) ? leaves(value, at) : [[at, value] as const];
  });
}

/** Groups are copied before they change: layers and base stay as they are. */
function put(values: Values, path: string, value: unknown): void {
  const [first = '', second] = path.split('.');
  if (second === undefined) values[first] = value;
  else values[first] = { ...(values[first] as Values | undefined), [second]: value };
}

function nameOf({ layer, id, version }: Pick<PackLayer, 'layer' | 'id' | 'version'>): string {
  return `${layer}:${id}:${version}`;
}

function isBound(bound: ReadonlyMap<string, string>, path: string): string | undefined {
  return bound.get(path) ?? bound.get(path.split('.')[0] ?? '');
}

/** `base` is whole; the layers come from the broadest to the narrowest. Nothing is composed of layers that contradict. */
export function composePack(base: RulePackDocument, layers: readonly PackLayer[], named: Named): Composed {
  const { _id, schema, id, version, layer, validFrom, district, layers: of, trace: _trace, ...values } = base;
  void [_id, schema, validFrom, district, of];
  const next: Values = { ...values };
  const trace = Object.fromEntries(leaves(next).map(([path]) => [path, nameOf({ layer, id, version })]));
  const bound = new Map<string, string>();
  const faults: PackFault[] = [];
  let broadest = -1;
  for (const one of layers) {
    const rank = LAYERS.indexOf(one.layer);
    if (rank < broadest) faults.push({ layer: nameOf(one), path: '', code: 'wrongOrder', reason: '层级顺序应为国家、省、市、区。' });
    broadest = rank;
    for (const [path, value] of leaves(one.values as Values)) {
      const by = isBound(bound, path);
      if (by !== undefined) {
        faults.push({ layer: nameOf(one), path, code: 'bindingValue', reason: `上级规定（${by}）不得变更此项，请删除后重新导入。` });
        continue;
      }
      put(next, path, value);
      trace[path] = nameOf(one);
    }
    for (const path of one.binding ?? []) bound.set(path, nameOf(one));
  }
  const narrowest = layers.at(-1)?.layer ?? layer;
  const pack = {
    ...next,
    _id: `pack:${named.id}:${named.version}`,
    schema: 1,
    ...named,
    layer: narrowest,
    layers: [nameOf({ layer, id, version }), ...layers.map(nameOf)],
    trace,
  };
  if (!Check(RulePackDocument, pack))
    faults.push({ layer: '', path: '', code: 'incomplete', reason: '合成后的规则包不完整，请核对各层的数值。' });
  return faults.length === 0 ? { ok: true, pack: pack as unknown as RulePackDocument } : { ok: false, faults };
}

/** Which layer said a value; the pack itself where it was composed of none. */
export function saidBy(pack: RulePackDocument, path: string): string {
  return pack.trace?.[path] ?? nameOf(pack);
}

/** Of the packs in force at a moment the one of the district, else the city's; of several versions the newest. */
export function packInForce(packs: readonly RulePackDocument[], at: Instant, district: string | undefined): RulePackDocument | undefined {
  const fits = packs.filter((one) => one.validFrom <= at && (one.district === undefined || one.district === district));
  const rank = (one: RulePackDocument): number => (one.district === undefined ? LAYERS.indexOf(one.layer) : LAYERS.length);
  return fits.toSorted((a, b) => rank(b) - rank(a) || (a.validFrom < b.validFrom ? 1 : -1) || b.version - a.version)[0];
}
