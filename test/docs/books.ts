/** Where the book of rules is kept. */
export const BOOKS = [
  { path: 'docs/热线规则.md', language: 'zh' },
  { path: 'docs/hotline.md', language: 'en' },
] as const;
