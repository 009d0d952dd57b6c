/** `npm run docs:rules`: writes the book of rules anew. */
import { writeFile } from 'node:fs/promises';
import { BOOKS } from '../docs/books.ts';
import { ruleBook } from '../docs/rule-book.ts';

for (const { path, language } of BOOKS) {
  await writeFile(path, ruleBook(language));
  process.stdout.write(`${path}\n`);
}
