/** What pressing the button does, said before it is pressed. */
import type { ActionRule } from '../../../shared/hotline/rule.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Reference } from '../../replica/door.ts';

const OWN: Readonly<Record<string, string>> = {
  dispatch: '派单后进入承办单位的“待签收”，签收时限开始计算。',
  designate: '工单直接进入指定单位的“待签收”，该单位不得退单。',
  assign: '保存后任务出现在网格员的“我的任务”。',
  handOver: '保存后任务转到接手人的“我的任务”，意见和内部时限不变；原承办人已做的工作留在办理过程中。',
  report: '保存后交调度员核报。',
  cannot: '保存后交调度员处理，调度员可据此申请退单或提级。',
  checkReport: '核报通过后可以报审办理结果；退回重办则回到网格员的任务中。',
  leaderApprove: '签批后自动上报，由上级裁定或市级审核。',
  leaderReturn: '退回给调度员修改，本次申请结束。',
  auditResult: '审核通过后转坐席回访；退回则重新办理。',
  callback: '诉求人认可的，工单办结；未解决的，按规定退回重新办理。',
  recall: '工单回到“待派单”；原单位已做的工作留在办理过程中。',
  draftResult: '只在本单位保存为拟办稿，不上报。',
  comment: '写入办理过程，本单位和上级可见。',
  instruct: '调度员和承办人在工单上方看到，直到回复或结果报审。',
  answerInstruction: '分管领导在签批清单和工单上看到，批示不再挂在工单上方。',
  retract: '申请结束，工单回到申请前的状态。',
  directAnswer: '工单以“直接答复”结束，答复内容可供诉求人查询。',
  guideOut: '工单以“不予受理·已告知”结束，所告知的渠道留在办理过程中。',
  handUp: '工单转为“提级办理中”，由市级跟踪省级办理结果。',
  notifyEmergency: '只登记通报情况，不代替电话通报；工单照常继续办理。',
  requestMaterial: '工单转为“待补正”，办理时限停止计算，到期未补正的可按第十四条办结。',
  materialReceived: '工单回到补正前的状态，办理时限继续计算。',
  void: '工单作废，编号不再使用，不能恢复。',
  close: '工单以所选条款办结，未完成的申请、下派和协办同时结束。',
  withdraw: '工单以诉求人撤回办结。',
  requestCoHandling: '协办单位收到后按期反馈；主办责任仍在本单位。',
  markSilent: '报督办人员知悉；报审不再等待该单位。',
  coAnswer: '反馈给主办单位，本单位的协办结束。',
  coStageReport: '主办单位看到新的完成时间；完成后仍须提交协办反馈。',
  resume: '工单从挂账恢复办理，时限继续计算。',
  proposeExtension: '同意后办理时限顺延。',
  proposeSuspension: '同意后工单挂账，停止计时，到复核日期恢复。',
  proposeGuideOut: '同意后工单以“不予受理·已告知”结束。',
  proposeMerge: '同意后并入主工单，两件的办理过程都保留。',
  proposeExemption: '同意后本件不计入满意率。',
  appealAssessment: '同意后本件不计入考核。',
  urge: '承办单位收到催办，在工单上方看到。',
  supervise: '承办单位的调度员和领导收到督办单，须按期回复。',
  superviseReply: '回复送达督办单位。',
  meet: '写入办理过程，相关单位可见。',
  refer: '列入移送清单，只有市级能看到。',
  merge: '本件并入主工单，两件的办理过程都保留，可以拆分。',
  unmerge: '本件恢复到并单前的状态。',
  reopen: '工单重新办理，重办时限开始计算。',
};

export function whatHappens({ kind, category }: Pick<ActionRule, 'kind' | 'category'>, ticket: Ticket, reference: Reference): string {
  const own = OWN[kind] ?? '';
  switch (category) {
    case 'P': {
      const alone = ticket.lead !== undefined && reference.units.get(ticket.lead)?.clerkSignsAlone === true;
      return `${own}${alone ? '保存后直接上报，由上级裁定。' : '保存后先由分管领导签批，签批后上报；领导签批前可以撤回。'}`;
    }
    case 'D':
      return `${own}由市级平台确认后生效；断网时先保存在本机，恢复网络后自动送达。`;
    default:
      return `${own}断网时同样可以保存，恢复网络后自动送达市级。`;
  }
}
