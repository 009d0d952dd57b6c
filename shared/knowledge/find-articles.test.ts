import { describe, expect, test } from 'vitest';
import type { Instant } from '../hotline/ids.ts';
import type { ArticleDocument } from '../hotline/reference/article.ts';
import { citationOf, findArticles } from './find-articles.ts';

const NOW = '2026-11-25T01:00:00.000Z' as Instant;

function article(code: string, title: string, body: string, more: Partial<ArticleDocument> = {}): ArticleDocument {
  return { _id: `article:${code}`, schema: 1, code, version: 1, title, body, source: '示例汇编', keywords: [], ...more };
}

const HEATING = article('ZS-1', '供暖室温不达标怎样办理', '先由供热单位上门测温，记录室温和时间。', { keywords: ['暖气不热', '家里冷'] });
const LEAVE = article('ZS-2', '停止用热的申请', '采暖期开始前向供热单位提出，次年仍须办理。', { keywords: ['报停'] });
const PARKING = article('ZS-3', '占用消防通道的处理', '先劝离，劝离无效的通知公安机关。');
const OLD = article('ZS-4', '供暖补贴（上年度）', '上一采暖期的补贴办法。', { validTo: '2026-04-01T00:00:00.000Z' as Instant });
const ALL = [PARKING, OLD, LEAVE, HEATING];

function codes(question: string): string[] {
  return findArticles(question, ALL, NOW).map((one) => one.article.code);
}

describe('F22 F47 the knowledge base answers without a network', () => {
  test('a question in the complainant’s own words finds the entry by its keywords', () => {
    expect(codes('我家暖气不热，打了三次电话没人来')[0]).toBe('ZS-1');
  });

  test('a code finds its entry', () => {
    expect(codes('ZS-3')[0]).toBe('ZS-3');
  });

  test('what has expired comes last and is marked', () => {
    const found = findArticles('供暖补贴', ALL, NOW);
    expect(found.at(-1)).toEqual({ article: OLD, expired: true });
    expect(found.filter((one) => one.expired)).toHaveLength(1);
  });

  test('without a question all are listed, those in force first', () => {
    expect(codes('')).toEqual(['ZS-1', 'ZS-2', 'ZS-3', 'ZS-4']);
    expect(codes('！？')).toEqual(['ZS-1', 'ZS-2', 'ZS-3', 'ZS-4']);
  });

  test('a question that nothing answers finds nothing', () => {
    expect(codes('公积金提取')).toEqual([]);
  });

  test('a citation names title, code and source, within what an answer may hold', () => {
    expect(citationOf(HEATING)).toBe('《供暖室温不达标怎样办理》（ZS-1，示例汇编）');
    expect(citationOf(article('X', '长'.repeat(120), '文', { source: '源'.repeat(200) }))).toHaveLength(200);
  });
});
