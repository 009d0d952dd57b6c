/** The schema of each kind of document that a desk holds, by the prefix of its id. */
import Type from 'typebox';
import {
  CalendarDocument,
  CategoryDocument,
  PersonDocument,
  RulePackDocument,
  UnitDocument,
} from '../../shared/hotline/reference/documents.ts';
import { MATTERS } from '../../shared/hotline/matters/index.ts';
import { CardDocument } from '../../shared/hotline/reference/card.ts';
import { ArticleDocument } from '../../shared/hotline/reference/article.ts';
import { Ticket } from '../../shared/hotline/ticket.ts';
import { RulingDocument } from '../../shared/sync/ruling.ts';
import { RefusalDocument } from '../../shared/sync/wire.ts';

export const DOCUMENT_SCHEMAS: Readonly<Record<string, Type.TSchema>> = {
  ticket: Ticket,
  refusal: RefusalDocument,
  ruling: RulingDocument,
  notice: Type.Object({}),
  unit: UnitDocument,
  person: PersonDocument,
  category: CategoryDocument,
  calendar: CalendarDocument,
  pack: RulePackDocument,
  article: ArticleDocument,
  card: CardDocument,
  ...Object.fromEntries(MATTERS.map(({ prefix, document }) => [prefix, document])),
};
