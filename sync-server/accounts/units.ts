/**
 * Units that an administrator adds and renames (F50): a street office under a district, a district, a department. A code never changes and a
 * unit is never taken out, because old tickets, roles and devices name it; desks get the document by the feed like all reference.
 */
import { UnitCode } from '../../shared/hotline/ids.ts';
import type { UnitDocument } from '../../shared/hotline/reference/documents.ts';
import { Check } from 'typebox/value';
import type { Core } from '../core.ts';
import type { Document } from '../store/database.ts';
import { writeWhole } from '../store/write-whole.ts';
import { InTurn } from '../store/in-turn.ts';

export type NewUnit = Readonly<{ code: string; name: string }>;
export type UnitFault =
  'badUnitCode' | 'badUnitName' | 'unitTaken' | 'unitNameTaken' | 'unknownDistrict' | 'unknownUnit' | 'nothingChanged';

const LONGEST_NAME = 40;

type Place = Pick<UnitDocument, 'type' | 'district'>;

/** What a code says of its unit: a street's begins with its district's. Nothing for the city, which there is once, and for what is no code. */
export function placeOf(code: string): Place | undefined {
  if (!Check(UnitCode, code) || code === 'city') return undefined;
  if (code.startsWith('dept-')) return { type: 'department' };
  return { type: code.length === 6 ? 'district' : 'street', district: code.slice(0, 6) };
}

export class Units {
  readonly #core: Core;
  readonly #inTurn = new InTurn();

  constructor(core: Core) {
    this.#core = core;
  }

  add({ code, name }: NewUnit): Promise<UnitFault | undefined> {
    return this.#inTurn.run('units', async () => {
      const place = placeOf(code);
      if (place === undefined) return 'badUnitCode';
      const { units } = this.#core.reference;
      if (units.has(code as UnitCode)) return 'unitTaken';
      if (place.type === 'street' && !units.has(place.district as UnitCode)) return 'unknownDistrict';
      const fault = this.#faultOfName(name, code, place);
      if (fault !== undefined) return fault;
      await this.#put({ _id: `unit:${code}`, schema: 1, code: code as UnitCode, name: name.trim(), ...place, grids: [] });
      return undefined;
    });
  }

  rename({ code, name }: NewUnit): Promise<UnitFault | undefined> {
    return this.#inTurn.run('units', async () => {
      const known = await this.#core.store.hotline.get<UnitDocument>(`unit:${code}`);
      if (known === undefined) return 'unknownUnit';
      const fault = this.#faultOfName(name, code, known);
      if (fault !== undefined) return fault;
      if (known.name === name.trim()) return 'nothingChanged';
      await this.#put({ ...known, name: name.trim() });
      return undefined;
    });
  }

  /** Two of one name in one district cannot be told apart where a matter is sent. */
  #faultOfName(name: string, code: string, { type, district }: Place): UnitFault | undefined {
    const wanted = name.trim();
    if (wanted === '' || wanted.length > LONGEST_NAME) return 'badUnitName';
    const same = [...this.#core.reference.units.values()].some(
      (unit) => unit.code !== code && unit.name === wanted && unit.type === type && (type !== 'street' || unit.district === district),
    );
    return same ? 'unitNameTaken' : undefined;
  }

  async #put(unit: UnitDocument): Promise<void> {
    await writeWhole(this.#core.store.hotline, [unit as unknown as Document]);
    await this.#core.feed.catchUp();
  }
}
