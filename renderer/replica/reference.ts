/** Units, people, catalogue, pack and calendar of the replica as look-ups. */
import type {
  CalendarDocument,
  CategoryDocument,
  PersonDocument,
  RulePackDocument,
  UnitDocument,
} from '../../shared/hotline/reference/documents.ts';
import { calendarInForce } from '../../shared/hotline/calendars/in-force.ts';
import type { CardDocument } from '../../shared/hotline/reference/card.ts';
import type { ArticleDocument } from '../../shared/hotline/reference/article.ts';
import { isNewer } from '../../shared/hotline/matters/suggestion/versions.ts';
import type { Reference } from './door.ts';

type Body = Readonly<{ _id: string }>;

export function referenceOf(bodies: Iterable<Body>): Reference {
  const units = new Map<UnitDocument['code'], UnitDocument>();
  const people = new Map<PersonDocument['_id'], PersonDocument>();
  const categories = new Map<string, CategoryDocument>();
  const articles = new Map<string, ArticleDocument>();
  const cards = new Map<string, CardDocument>();
  const versions = new Map<string, CategoryDocument | ArticleDocument | CardDocument>();
  const calendars: CalendarDocument[] = [];
  let pack: RulePackDocument | undefined;
  const packs = new Map<string, RulePackDocument>();
  for (const body of bodies) {
    if (body._id.startsWith('unit:')) {
      const unit = body as unknown as UnitDocument;
      units.set(unit.code, unit);
    } else if (body._id.startsWith('person:')) {
      const person = body as unknown as PersonDocument;
      people.set(person._id, person);
    } else if (body._id.startsWith('category:')) {
      const category = body as unknown as CategoryDocument;
      versions.set(body._id, category);
      if (isNewer(category, categories.get(category.code))) categories.set(category.code, category);
    } else if (body._id.startsWith('article:')) {
      const article = body as unknown as ArticleDocument;
      versions.set(body._id, article);
      if (isNewer(article, articles.get(article.code))) articles.set(article.code, article);
    } else if (body._id.startsWith('card:')) {
      const card = body as unknown as CardDocument;
      versions.set(body._id, card);
      if (isNewer(card, cards.get(card.code))) cards.set(card.code, card);
    } else if (body._id.startsWith('calendar:')) calendars.push(body as unknown as CalendarDocument);
    else if (body._id.startsWith('pack:')) {
      const next = body as unknown as RulePackDocument;
      packs.set(`${next.id}:${next.version}`, next);
      if (pack === undefined || next.version >= pack.version) pack = next;
    }
  }
  return {
    units,
    people,
    categories,
    articles,
    cards,
    versions,
    packs,
    calendar: calendarInForce(calendars),
    ...(pack === undefined ? {} : { pack }),
  };
}
