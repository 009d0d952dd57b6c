/** Units, people, the catalogue, packs and the calendar in memory, kept by the tail: what `decide` looks up [sync A1]. */
import type { Instant, PersonId, UnitCode } from '../../shared/hotline/ids.ts';
import { calendarInForce, inOrder } from '../../shared/hotline/calendars/in-force.ts';
import { packInForce } from '../../shared/hotline/packs/compose.ts';
import { isNewer } from '../../shared/hotline/matters/suggestion/versions.ts';
import { LN_DEFAULT } from '../../shared/hotline/packs/ln-default.ts';
import type {
  CalendarDocument,
  CategoryDocument,
  PersonDocument,
  RulePackDocument,
  UnitDocument,
} from '../../shared/hotline/reference/documents.ts';
import type { Callers } from '../../shared/hotline/verdict.ts';
import type { Document } from '../store/database.ts';
import type { Store } from '../store/store.ts';

export class Reference {
  readonly units = new Map<UnitCode, UnitDocument>();
  readonly people = new Map<PersonId, PersonDocument>();
  readonly categories = new Map<string, CategoryDocument>();
  /** Every version of catalogue rows, articles and handling cards, by its id: what a grant asks for (docs/adr/0009). */
  readonly versions = new Map<string, Readonly<{ version: number; by?: string }>>();
  readonly #packs = new Map<string, RulePackDocument>();
  readonly #calendars = new Map<string, CalendarDocument>();
  #inOrder: readonly CalendarDocument[] = [];
  /** By how many of the documents it is made of; the rules keep what they know of a calendar by the object. */
  readonly #made = new Map<number, CalendarDocument>();

  /** Set once the index is open: before that nothing is folded. */
  callers: Callers | undefined;

  static async load(store: Store): Promise<Reference> {
    const reference = new Reference();
    for (const prefix of ['unit:', 'person:', 'category:', 'article:', 'card:', 'pack:', 'calendar:']) {
      for (const document of await store.hotline.withPrefix<Document>(prefix)) reference.take(document);
    }
    return reference;
  }

  /** Documents of other kinds are passed over. */
  take(document: Document): void {
    if (document._id.startsWith('unit:')) {
      const unit = document as unknown as UnitDocument;
      this.units.set(unit.code, unit);
    } else if (document._id.startsWith('person:')) {
      const person = document as unknown as PersonDocument;
      this.people.set(person._id, person);
    } else if (document._id.startsWith('category:')) {
      const category = document as unknown as CategoryDocument;
      this.versions.set(document._id, category);
      if (isNewer(category, this.categories.get(category.code))) this.categories.set(category.code, category);
    } else if (document._id.startsWith('article:') || document._id.startsWith('card:')) {
      this.versions.set(document._id, document as unknown as Readonly<{ version: number }>);
    } else if (document._id.startsWith('pack:')) {
      const pack = document as unknown as RulePackDocument;
      this.#packs.set(`${pack.id}:${pack.version}`, pack);
    } else if (document._id.startsWith('calendar:')) {
      this.#calendars.set(document._id, document as unknown as CalendarDocument);
      this.#orderCalendars();
    }
  }

  /** Somebody whose document was deleted has no rights from now on. */
  forget(id: string): void {
    this.people.delete(id as PersonId);
    this.units.delete(id.slice('unit:'.length) as UnitCode);
    if (this.#calendars.delete(id)) this.#orderCalendars();
  }

  #orderCalendars(): void {
    this.#inOrder = inOrder(this.#calendars.values());
    this.#made.clear();
  }

  #calendarOf(count: number): CalendarDocument {
    let calendar = this.#made.get(count);
    if (calendar === undefined) this.#made.set(count, (calendar = calendarInForce(this.#inOrder.slice(0, count))));
    return calendar;
  }

  /** All that is known now: for what is reckoned anew. */
  get calendar(): CalendarDocument {
    return this.#calendarOf(this.#inOrder.length);
  }

  /** What was known when an action of this counter was received: its fold comes out the same whenever it is made [proof L8]. */
  calendarAt(counter: number): CalendarDocument {
    let count = this.#inOrder.length;
    while (count > 0 && (this.#inOrder[count - 1]?.order ?? 0) > counter) count -= 1;
    return this.#calendarOf(count);
  }

  calendars(): readonly CalendarDocument[] {
    return this.#inOrder;
  }

  packs(): readonly RulePackDocument[] {
    return [...this.#packs.values()];
  }

  /** A ticket keeps the pack of its day (hotline.md §7). */
  pack(of: Readonly<{ id: string; version: number }>): RulePackDocument {
    return this.#packs.get(`${of.id}:${of.version}`) ?? LN_DEFAULT;
  }

  /** The pack that a matter takes which begins now: its district's, else the city's (F05). */
  packInForce(at: Instant, district: string | undefined): RulePackDocument {
    return packInForce([LN_DEFAULT, ...this.#packs.values()], at, district) ?? LN_DEFAULT;
  }
}
