/** What pressing the button does, said before it is pressed. */
import type { ActionRule } from '../../../shared/hotline/rule.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Reference } from '../../replica/door.ts';

const OWN: Readonly<Record<string, string>> = {
  dispatch: '派单后进入承办单位的“待签收”，签收时限开始计算。',
  assign: '保存后任务出现在网格员的“我的任务”。',
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
  retract: '申请结束，工单回到申请前的状态。',
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
