/** What each figure of a unit is, in the words of art. 15 and hotline.md §8: on the screen, for a screen reader and in the exported table. */
import type { Figure } from './unit-figures.ts';

export const PERIOD_DEFINITION = '按受理日期统计：期间内受理（北京时间，首尾两日都计入）、现由该单位主办的工单。作废的工单不计。';

export const FIGURE_DEFINITIONS: Readonly<Record<Figure, string>> = {
  tickets: '期间内受理、现由该单位主办的工单数。',
  closed: '其中已办结或已归档的工单数。',
  responded: '按时响应率＝时限内首次联系诉求人的工单数÷应计工单数。时限未到的、时限内已另行了结的、经批准不计考核的，不计入。',
  onTime: '按时办结率＝在有效时限（含批准的延期、暂停）内办结的工单数÷已办结工单数。经批准不计考核的不计入。',
  solved: '解决率＝回访答复“解决”“基本解决”的工单数÷有效回访数。无法回访、无人接听的不计入。',
  satisfied: '满意率＝对结果“满意”“基本满意”的工单数÷有效回访数。无法回访、无人接听的不计入；调解、执法类经批准只计解决率。',
  improperReturns: '不当退单＝该单位申请退单、被市级驳回的次数，按退单理由分列。改派后仍计入原申请单位。',
  overdue: '当前超期＝签收、首次联系、办理或重办时限已过而未完成的在办工单数。时限暂停期间不计。',
  supervisions: '督办次数＝对这些工单发出的督办，含系统按时限自动发出的。明细列出被督办的工单。',
  candidates: '移送候选＝符合《办法》第十六条移送情形之一的工单数。是否移送由市级决定。',
};
