/** Entries of the demonstration's knowledge base, in our own words: how usual matters are handled (article 17). */
import type { Instant } from '../../shared/hotline/ids.ts';
import type { ArticleDocument } from '../../shared/hotline/reference/article.ts';

type Entry = Readonly<{ title: string; keywords: readonly string[]; body: string; validTo?: string }>;

const ENTRIES: readonly Entry[] = [
  {
    title: '室温不达标怎样办理',
    keywords: ['暖气不热', '供暖', '家里冷', '测温'],
    body: '一、请诉求人说明楼层、户型和近两日室温。\n二、派供热单位上门测温，双方签字，记录时间、房间和温度。\n三、低于约定温度的，由供热单位说明原因和整改时间。\n四、对测温结果有异议的，可申请第三方复测。',
  },
  {
    title: '停止用热和恢复用热',
    keywords: ['报停', '热费', '停暖'],
    body: '采暖期开始前向供热单位提出；已停用的，次年要恢复须重新办理。热费按供用热合同结算，争议先由供热单位书面答复。',
  },
  {
    title: '物业服务不到位的受理口径',
    keywords: ['物业费', '保洁', '保安', '电梯维修'],
    body: '属物业合同约定的服务，先由街道、社区督促物业企业处理并反馈；涉及收费、公共收益公示的，告知可查询的途径；涉及合同纠纷的，告知调解和诉讼渠道。',
  },
  {
    title: '电梯困人和电梯故障',
    keywords: ['电梯停运', '被困', '急停'],
    body: '有人被困的，立即请诉求人拨打电梯内救援电话，并通报救援单位；一般故障由使用管理单位联系维保单位，停用期间须张贴告示。',
  },
  {
    title: '占用消防通道的处理',
    keywords: ['乱停车', '堵通道', '充电'],
    body: '先联系车主或物业劝离；劝离无效或正在影响救援的，通知公安机关交通管理部门、消防救援机构。现场处置须有处置前后的记录。',
  },
  {
    title: '施工噪声扰民',
    keywords: ['夜间施工', '工地', '吵'],
    body: '核实时间和工地名称。夜间施工须有许可并公告；没有许可的，转有关执法部门到场核实。中考、高考期间按专门通告执行。',
  },
  {
    title: '低保和临时救助的申请',
    keywords: ['困难补助', '救助', '补贴'],
    body: '向户籍地或常住地街道提出，填写申请和授权核对书；街道入户调查后报区民政部门审核确认。急难情形可先行救助、事后补手续。',
  },
  {
    title: '高龄津贴的办理',
    keywords: ['八十岁', '老年人', '津贴'],
    body: '达到年龄的次月起可由本人或亲属向社区提出，出示身份证件和银行卡；已领取的每年核对一次。',
  },
  {
    title: '拖欠工资的投诉渠道',
    keywords: ['欠薪', '工钱', '农民工'],
    body: '登记用人单位名称、地点、人数和金额，转劳动保障监察机构；同时告知可以申请劳动仲裁。群体性讨薪按突发事件通报的规定同时报告。',
  },
  {
    title: '路灯不亮和井盖缺失',
    keywords: ['照明', '井盖', '路灯', '绊倒'],
    body: '请诉求人说明最近的门牌或杆号。井盖缺失先设警示，按急件派单；路灯由养护单位巡查修复，管线故障的说明预计时间。',
  },
  {
    title: '违法建设的举报',
    keywords: ['违建', '私搭', '阳光房'],
    body: '记录地点、形态、是否正在施工。正在施工的按急件派单到场制止；已建成的由执法部门立案核查，办理时限可能较长，须告知诉求人。举报人信息不得透露。',
  },
  {
    title: '上一采暖期供热补贴办法',
    keywords: ['供热补贴'],
    body: '仅适用于上一采暖期，已到期，保留供查询。',
    validTo: '2026-03-31T16:00:00.000Z',
  },
];

export function articleDocuments(): readonly ArticleDocument[] {
  return ENTRIES.map(({ validTo, keywords, ...entry }, at) => {
    const code = `ZS-${String(at + 1).padStart(4, '0')}`;
    return {
      _id: `article:${code}`,
      schema: 1 as const,
      code,
      version: 1,
      ...entry,
      source: '街道办事指南汇编（演示）',
      keywords: [...keywords],
      ...(validTo === undefined ? {} : { validTo: validTo as Instant }),
    };
  });
}
