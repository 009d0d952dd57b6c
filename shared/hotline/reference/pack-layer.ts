/**
 * A layer of rules: what the nation, the province, the city or a district says of limits, and nothing else (hotline.md §7, art. 4,
 * 8, 22; F05). A pack in force is composed of them and says of each value where it comes from.
 */
import Type, { type Static } from 'typebox';
import { Instant } from '../ids.ts';
import { closed, oneOf } from '../schema-builders.ts';
import { RulePackDocument } from './documents.ts';

export const LAYERS = ['nation', 'province', 'city', 'district'] as const;

const { _id, schema, id, version, layer, validFrom, district, layers, trace, ...values } = RulePackDocument.properties;
void [_id, schema, id, version, layer, validFrom, district, layers, trace];

/** Inner values are named one by one: a city that shortens 特急 says nothing of 一般. */
function inPart<T extends Type.TProperties>(properties: T) {
  const partial = Object.entries(properties).map(([name, one]) => {
    const inner: unknown = (one as { properties?: unknown }).properties;
    const named = inner === undefined ? one : Type.Partial(one as unknown as Type.TObject, closed);
    return [name, Type.Optional(named as Type.TSchema)] as const;
  });
  return Type.Object(Object.fromEntries(partial), closed);
}

export const PackLayer = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 40 }),
    version: Type.Integer({ minimum: 1 }),
    layer: oneOf(LAYERS),
    /** 依据: the rule or notice that says so. */
    title: Type.String({ minLength: 1, maxLength: 200 }),
    district: Type.Optional(Type.String({ pattern: '^[0-9]{6}$' })),
    validFrom: Instant,
    values: inPart(values),
    /** 从其规定 (art. 4): values, by path, that no narrower layer may change. */
    binding: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 100 })),
  },
  closed,
);
export type PackLayer = Readonly<Static<typeof PackLayer>>;
