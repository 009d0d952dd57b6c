/** Fields that several bodies share, with their labels and widgets. */
import Type from 'typebox';
import { GLOSSARY } from '../glossary.ts';
import { ActionId } from '../ids.ts';
import { choice, closed, instantField, line, oneOf, prose, yesNo } from '../schema-builders.ts';
import { EvidenceClaim } from '../ticket-parts.ts';
import { Address, Category, CLAUSES, Region } from '../ticket.ts';

export const note = Type.Optional(prose('说明', 2000));
export const reason = prose('理由', 2000);
/** Files named by an action; their bodies travel apart [sync E1, E2]. */
export const evidence = Type.Optional(
  Type.Array(EvidenceClaim, { title: '附件', description: '办结条款需要时再附，不作数量要求', maxItems: 20, 'x-widget': 'evidence' }),
);
/** The proposal an act is about; the page fills it in. */
export const of = Type.Unsafe<ActionId>({ ...ActionId, title: '申请', 'x-widget': 'proposal' });

/** 主工单: by its number, as people name it. */
export const mainTicket = line('主工单编号', 60);

export const kind = Type.Optional(choice('诉求类型', GLOSSARY.kind, '登记时可不填，派单时必填'));
export const domain = Type.Optional(choice('领域', GLOSSARY.domain));
export const urgency = Type.Optional(choice('紧急程度', GLOSSARY.urgency));
export const category = Type.Optional(Type.Object(Category.properties, { ...closed, title: '事项分类', 'x-widget': 'category' }));
export const region = Type.Optional(Type.Object(Region.properties, { ...closed, title: '区划', 'x-widget': 'region' }));
export const address = Type.Optional(Type.Object(Address.properties, { ...closed, title: '事发地址', 'x-widget': 'address' }));

export const clause = oneOf(CLAUSES, {
  title: '办结条款',
  description: '按第十四条选择',
  'x-widget': 'clause',
  'x-labels': CLAUSES.map((one) => `${one} ${GLOSSARY.clause[one]}`),
});
export const clauseEvidence = Type.Record(Type.String({ maxLength: 40 }), Type.Unknown(), {
  title: '条款证据',
  'x-widget': 'clauseEvidence',
});
/** 告知诉求人 (art. 12(3)) */
export const told = Type.Object(
  { at: instantField('告知时间'), how: line('告知方式', 60) },
  { ...closed, title: '告知诉求人', 'x-widget': 'group' },
);
export const process = prose('办理情况', 8000, '向市级反馈的办理过程和结果');
export const publicReply = prose('公开答复内容', 8000, '告知诉求人的内容');
export const verified = Type.Optional(yesNo('诉求属实', ['不属实', '属实']));
export const solved = yesNo('是否解决', ['未解决', '已解决']);
export const unsolvedReason = Type.Optional(prose('未解决原因', 1000));
export const internalNote = Type.Optional(prose('内部说明', 4000, '网格员和诉求人看不到'));
