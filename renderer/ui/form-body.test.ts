import { expect, test } from 'vitest';
import { actionRule } from '../../shared/hotline/actions/index.ts';
import { bodyOf, cleaned, faultsOf, fieldsOf } from './form-body.ts';

function schemaOf(kind: string) {
  const rule = actionRule(kind);
  if (rule === undefined) throw new Error(`no action ${kind}`);
  return rule.body;
}

test('blanks, empty texts, empty lists and choices not made are absent from the body', () => {
  expect(cleaned({ note: '  到过现场 ', empty: '', blank: '   ', none: undefined, files: [], group: { how: ' 电话 ' } })).toEqual({
    note: '到过现场',
    group: { how: '电话' },
  });
});

test('what is missing is named beside its field, inside groups too', () => {
  const schema = schemaOf('submitResult');
  const body = bodyOf(schema, { clause: '14-1a', process: '已修复' }, {});
  expect(faultsOf(schema, body)).toMatchObject({
    'clauseEvidence.acceptance': expect.stringContaining('请填写'),
    solved: '请选择是否解决',
    publicReply: '请填写公开答复内容',
    'told.how': '请填写告知方式',
  });
  expect(faultsOf(schema, body)).not.toHaveProperty('process');
});

test('a text over its limit says how long it may be and how long it is', () => {
  expect(faultsOf(schemaOf('report'), { note: '长'.repeat(2001) })).toEqual({ note: '办理情况最多 2000 字，现有 2001 字' });
});

test('a complete body has no faults', () => {
  expect(faultsOf(schemaOf('contact'), { channel: 'call', result: 'reached' })).toEqual({});
});

test('evidence is asked by the chosen clause, and not before one is chosen', () => {
  const schema = schemaOf('submitResult');
  expect(fieldsOf(schema, {}).map((one) => one.name)).not.toContain('clauseEvidence');
  expect(fieldsOf(schema, { clause: '14-3' }).find((one) => one.name === 'clauseEvidence')?.field.title).toContain('条款证据');
});

test('which proposal is meant is the page’s business, not the person’s', () => {
  expect(fieldsOf(schemaOf('leaderApprove'), {}).map((one) => one.name)).toEqual(['opinion']);
});
