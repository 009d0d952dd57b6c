/** The words of the book of rules around what the code says. */

export type Language = 'zh' | 'en';

type Words = Readonly<{
  head: string;
  actions: string;
  legend: string;
  register: string;
  state: string;
  category: string;
  articles: string;
  article: (number: string) => string;
  must: string;
  may: string;
  guards: string;
  nobody: string;
  none: string;
  comma: string;
  stop: string;
  matters: string;
  mattersLegend: string;
  limits: string;
  clauses: string;
}>;

export const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    head: `# 热线规则：谁、在什么状态、可以办什么

本页由程序代码自动生成（\`npm run docs:rules\`），与软件的实际判断一致；规则改动后未重新生成，测试不通过。
依据：《辽宁省12345政务服务便民热线管理办法》。`,
    actions: '各项操作',
    legend: `● 可以办理；○ 视工单情况（见“不能办理的情形”）；✕ 该岗位在此状态下不能办理；· 此状态下无此操作；空白：不是该岗位的事项。
表中只列有人可以办理的状态和岗位。“网格员”指已下派到本人的网格员，“他单位调度员”指与本工单无关的单位。
被反映的单位和人员不得办理涉及自己的工单（回避），对所有操作有效，下面不再重复。`,
    register: '市级坐席、街道调度员（来访）、网格员（自行发现）和批量导入可以登记；登记前没有工单状态。',
    state: '状态',
    category: '性质',
    articles: '依据',
    article: (number) => `第${number}条`.replace(/第(\d+)\((\d+)\)条/u, '第$1条第（$2）项'),
    must: '必填',
    may: '可填',
    guards: '不能办理的情形和下一步：',
    nobody: '由系统办理，或暂无人可办。',
    none: '无',
    comma: '、',
    stop: '。',
    matters: '没有工单的事项',
    mattersLegend: `建议、专项治理、休假、单位档案不属于哪一件工单，同样由操作逐条形成，断网时可以办理。符号同上。
表中的事项由某街道的一名调度员发起；“所涉网格员”是专项治理的责任人，或休假的本人；休假的代岗人必须已有同样的岗位，代岗不产生权限。`,
    limits: '时限（规则包 LN-DEFAULT）',
    clauses: '办结条款（第14条）',
  },
  en: {
    head: `# The rules: who may do what, in which state

Generated from the code (\`npm run docs:rules\`): this is what the software answers. A test fails when it is stale.
The trade behind it is the regulation of Liaoning on 12345 hotlines; ids are those of the code.`,
    actions: 'Actions',
    legend: `● may · ○ depends on the ticket (see the refusals) · ✕ not this role in this state · \\· not in this state · blank: not this role's action.
Only states and roles in which somebody may are listed. The grid worker is the one to whom the ticket is assigned; another unit is one that
has nothing to do with it. Nobody acts on a matter in which they or their unit are the respondent (\`conflictOfInterest\`): not repeated below.`,
    register:
      "The city's operator, a street's clerk (walk-in), a grid worker (self-found) and the import register; there is no state before.",
    state: 'state',
    category: 'category',
    articles: 'articles',
    article: (number) => number,
    must: 'required',
    may: 'optional',
    guards: 'Refusals:',
    nobody: 'Done by the system only, or by nobody yet.',
    none: 'none',
    comma: ', ',
    stop: '. ',
    matters: 'Matters without a ticket',
    mattersLegend: `Suggestions, governance tasks, leaves and duty sheets are folded from actions as tickets are (docs/adr/0009, 0012). The signs are the same.
A clerk of a street has begun them; the grid worker concerned answers for the governance task, or is the person on leave. A deputy must hold
the same posts already: no right comes out of standing in.`,
    limits: 'Limits (rule pack LN-DEFAULT)',
    clauses: 'Closing clauses (article 14)',
  },
};
