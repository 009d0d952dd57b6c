/** Matters prepared for the forms of articles 9, 11, 12, 14, 15: each in the state in which its forms are asked for. */
import type { TicketId } from '../../shared/hotline/ids.ts';
import { OFFICE_B } from '../../sync-server/seed/people.ts';
import type { PreparedCity } from '../support/prepared-city.ts';

export const TITLES = {
  fresh: '长白南路路灯连续三天不亮',
  provincial: '高速公路收费站噪声扰民',
  waiting: '申请临时救助，材料没有带齐',
  silent: '楼上漏水，多次联系不上诉求人',
  working: '河边步道有异味，疑似有排污口',
  asked: '施工夜间浇筑混凝土，噪声扰民',
  several: '老旧小区外墙瓷砖脱落，维修资金不足',
  hung: '历史遗留产权问题，产权证二十年没有办下来',
  closed: '小区门口垃圾两天没有清运',
  supervised: '供热管网漏水，一个单元室温只有十五度',
  merged: '长白南路的路灯又不亮了',
  emergency: '老楼外墙瓷砖掉落砸到行人，下面是小学门口',
} as const;

const TOLD = { at: '2026-11-20T02:00:00.000Z', how: '电话' };
const NOTICE = { list: '身份证明\n低保证或收入证明\n骨折手术的诊断书和费用清单', notice: '窗口当面告知本人，并发短信' };

async function result(city: PreparedCity, id: TicketId): Promise<void> {
  await city.call(id, 'reached');
  const of = await city.act('diaodu1', id, 'submitResult', {
    clause: '14-1a',
    clauseEvidence: { acceptance: '电话回复，诉求人认可' },
    solved: true,
    process: '当日清运，增加清运频次。',
    publicReply: '垃圾已清运，今后每天两次。',
    told: TOLD,
  });
  await city.act('lingdao1', id, 'leaderApprove', { of });
  await city.act('duban1', id, 'auditResult', { pass: true, of });
  await city.act('zuoxi1', id, 'callback', {
    reached: true,
    solved: 'solved',
    satisfiedResult: 'dissatisfied',
    satisfiedProcess: 'mostly',
    truthful: true,
    opinion: '清运是清运了，但是味道还在。',
  });
}

async function suspension(city: PreparedCity, id: TicketId): Promise<void> {
  await city.call(id, 'reached');
  const reviewAt = new Date(Date.now() + 60 * 86_400_000).toISOString();
  const of = await city.act('diaodu1', id, 'proposeSuspension', {
    plan: '原单位已撤销，待市里明确承接单位后集中办证。',
    responsible: '王建国',
    reviewAt,
    explanation: '已说明需由市里明确承接单位',
    told: TOLD,
  });
  await city.act('lingdao1', id, 'leaderApprove', { of });
  await city.act('duban1', id, 'decideProposal', { of, grant: true, reason: '同意挂账，到期复核' });
}

/** Urged, supervised twice, the first answered. */
async function supervision(city: PreparedCity, id: TicketId): Promise<void> {
  await city.act('duban1', id, 'urge', { opinion: '家中有老人和婴儿，请今天到场测温。' });
  await city.act('duban1', id, 'supervise', { level: '1', opinion: '诉求人再次来电，仍未有人上门。请说明原因。' });
  await city.act('lingdao1', id, 'superviseReply', { text: '已约定今晚上门，因管网抢修延误，已向诉求人说明。' });
  await city.act('duban1', id, 'supervise', { level: '2', opinion: '今晚仍未上门。请区里协调供热单位，明确恢复供热的时间。' });
}

/** Told to two services, one of which has answered; a worker is on the way. */
async function emergency(city: PreparedCity): Promise<void> {
  const id = await city.inProgress(TITLES.emergency, {
    urgency: 'emergency',
    address: { text: '文化路 12 号楼北侧人行道（育才小学正门对面）' },
    content:
      '来电人路过时看到老楼北侧外墙瓷砖大面积脱落，约十平方米，两名行人被砸到，一人头部流血，一人坐在地上站不起来。下面是小学正门，四点半放学，学生和家长很多。楼上还有几块瓷砖悬着，风大，随时会掉。来电人已请旁边店主拦着行人，希望马上来人拉警戒线，并通知学校走侧门。',
  });
  const at = new Date(Date.now() - 600_000).toISOString();
  const told = { at, event: 'accident', harmed: '2 名行人受伤，其中 1 人头部流血' };
  await city.act('zuoxi1', id, 'notifyEmergency', {
    ...told,
    service: 'health',
    receiver: '急救调度 09',
    answer: '两车已出动，约 8 分钟到场',
  });
  await city.act('diaodu1', id, 'notifyEmergency', { service: 'fire', receiver: '值班员 0317', at });
  await city.act('diaodu1', id, 'assign', { person: 'person:wangge1', opinion: '请立即到场拉警戒线，提醒行人绕行' });
}

export async function prepareMatters(city: PreparedCity): Promise<void> {
  const silent = await city.inProgress(TITLES.silent);
  await city.call(silent, 'notReached');
  city.ago(33);
  await city.call(silent, 'refused');
  city.ago(12);
  await city.act('zuoxi1', await city.register(TITLES.waiting), 'requestMaterial', NOTICE);
  city.ago(1);
  const asked = await city.inProgress(TITLES.asked);
  await city.act('diaodu1', asked, 'requestCoHandling', {
    unit: OFFICE_B,
    ask: '请核实贵街道一侧的夜间施工许可，并告知许可的起止时间。',
  });
  await city.act('diaodu1', asked, 'requestCoHandling', {
    unit: 'dept-urban',
    ask: '请派执法人员夜间到场检查一次。',
    // Its date has passed by the time the pictures are taken.
    due: new Date(Date.now() - 3_600_000).toISOString(),
  });
  const several = await city.inProgress(TITLES.several);
  await city.call(several, 'reached');
  city.present();
  for (const [kind, body] of [
    ['proposeExtension', { days: '3', reason: '须等待专业机构出具鉴定结论', told: TOLD }],
    [
      'proposeGuideOut',
      { article: '9-5', channel: '物业服务企业或业主委员会', explanation: '共用部位维修由业主与物业服务企业按合同解决。' },
    ],
  ] as const) {
    const of = await city.act('diaodu1', several, kind, body);
    await city.act('lingdao1', several, 'leaderApprove', { of });
  }
  const fresh = await city.register(TITLES.fresh);
  await city.act('paidan1', await city.register(TITLES.merged), 'merge', {
    main: (await city.ticket(fresh)).no,
    reason: '同一条街同一批路灯',
  });
  await supervision(city, await city.inProgress(TITLES.supervised));
  await emergency(city);
  await city.register(TITLES.provincial, { kind: undefined, region: undefined });
  const working = await city.inProgress(TITLES.working);
  await city.call(working, 'reached');
  await suspension(city, await city.inProgress(TITLES.hung));
  await result(city, await city.inProgress(TITLES.closed));
}
