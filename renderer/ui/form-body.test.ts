import { expect, test } from 'vitest';
import { actionRule } from '../../shared/hotline/actions/index.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
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

function about(kind: string, ticket: Partial<Ticket> = {}) {
  return {
    kind,
    ticket: { disposal: { contacts: [] }, coHandlers: [], dispatches: [], proposals: [], ...ticket } as unknown as Ticket,
    context: undefined,
  };
}

test('[art. 3] the kind of request is asked of the dispatcher where the registration left it open', () => {
  const schema = schemaOf('dispatch');
  const required = (ticket: Partial<Ticket>): readonly string[] =>
    fieldsOf(schema, {}, about('dispatch', ticket))
      .filter((one) => one.required)
      .map((one) => one.name);
  expect(required({})).toEqual(['unit', 'kind', 'region', 'reason']);
  expect(required({ kind: 'help', region: { street: '210102021' } })).toEqual(['unit', 'reason']);
  expect(faultsOf(schema, { unit: '210102021' }, about('dispatch'))).toMatchObject({ kind: '请选择诉求类型', reason: '请填写派单理由' });
});

test('what an answer makes pointless is neither asked nor sent, also where an old draft still holds it', () => {
  const schema = schemaOf('callback');
  const draft = { reached: false, solved: 'solved', truthful: true, opinion: '请改天再打' };
  expect(fieldsOf(schema, draft, about('callback')).map((one) => one.name)).toEqual(['reached', 'opinion']);
  expect(bodyOf(schema, draft, {}, about('callback'))).toEqual({ reached: false, opinion: '请改天再打' });
  expect(Object.keys(faultsOf(schema, { reached: true }, about('callback')))).toEqual([
    'solved',
    'satisfiedResult',
    'satisfiedProcess',
    'truthful',
  ]);
});

test('evidence typed for another clause stays in the draft and out of the body', () => {
  const draft = { clause: '14-7', clauseEvidence: { citation: '《条例》第八条', why: '不符', caseNo: '（2026）1号' } };
  expect(bodyOf(schemaOf('submitResult'), draft, {}, about('submitResult'))['clauseEvidence']).toEqual({
    citation: '《条例》第八条',
    why: '不符',
  });
});

test('[art. 9(4)] the earlier number is asked for by its name', () => {
  const body = { article: '9-4', channel: '热线', explanation: '已告知' };
  expect(faultsOf(schemaOf('guideOut'), body, about('guideOut'))).toEqual({ reference: '请填写此前工单编号，并告知进展或结果' });
});
