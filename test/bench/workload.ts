/** What the benchmarks work on: matters as a street office knows them, made from a seed, so that two runs see the same tickets. */
import type { TicketId } from '../../shared/hotline/ids.ts';
import { ulid } from 'ulid';
import { seeded } from '../torture/random.ts';

export const SEED = 12345;

const PLACES = [
  '长白南路',
  '长白三街',
  '沈水路',
  '浑河站西路',
  '南京南街',
  '文化路',
  '三好街',
  '青年大街',
  '滨河花园',
  '文安小区',
  '光荣街',
  '新兴路',
];
const THINGS = [
  '路灯连续多天不亮',
  '室温长期不达标',
  '垃圾箱满溢没有清运',
  '污水井外溢',
  '夜间施工噪声扰民',
  '消防通道被占用',
  '外墙瓷砖脱落',
  '单元门禁损坏',
  '楼道堆放杂物',
  '树木遮挡窗户需要修剪',
  '违规搭建彩钢棚',
  '电梯反复停运',
];
const CLAUSES = [
  '已经向物业反映过两次，每次都说派人来看，至今没有结果。',
  '家里有八十岁老人和小孩，出行很不方便。',
  '附近几栋楼的居民都有同样的情况，大家希望一起解决。',
  '上周来人检查过一次，当天好转，第二天又恢复原样。',
  '希望尽快安排人员到现场核实，并把处理结果告诉我。',
  '白天一般有人在家，上门前请先打电话联系。',
  '如果不属于街道办理，请告知应该找哪个部门。',
  '去年冬天也出现过，当时处理之后好了几个月。',
];
const KINDS = ['complaint', 'help', 'consult', 'suggestion'] as const;
const URGENCIES = ['normal', 'normal', 'normal', 'normal', 'urgent', 'livelihood'] as const;
const SURNAMES = ['刘', '王', '李', '赵', '孙', '周', '马', '许'];

export type Letter = Readonly<{ ticket: TicketId; title: string; registration: Record<string, unknown> }>;

/** Letters one after the other; the same seed gives the same ones, ids included. */
export function letters(seed: number, street: string): () => Letter {
  const random = seeded(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let at = 0;
  return () => {
    at += 1;
    const place = `${one(PLACES)}${1 + Math.floor(random() * 220)}号`;
    const title = `${place}${one(THINGS)}`;
    const clauses = Array.from({ length: 2 + Math.floor(random() * 3) }, () => one(CLAUSES));
    return {
      ticket: `ticket:${ulid(1_790_000_000_000 + at, random)}` as TicketId,
      title,
      registration: {
        source: 'phone',
        kind: one(KINDS),
        title,
        content: `${title}。${[...new Set(clauses)].join('')}`,
        urgency: one(URGENCIES),
        complainant: { kind: 'natural', name: `${one(SURNAMES)}女士`, phone: `100${String(Math.floor(random() * 1e8)).padStart(8, '0')}` },
        address: { text: place },
        region: { district: street.slice(0, 6), street },
      },
    };
  };
}
