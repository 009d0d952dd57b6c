/** A small catalogue in our own words: three levels, for dispatching (article 8; F18). */
import type { UnitCode } from '../../shared/hotline/ids.ts';
import type { CategoryDocument } from '../../shared/hotline/reference/documents.ts';

const TREE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  住房与物业: {
    物业管理: ['物业服务不到位', '电梯故障', '公共区域维修', '业主共有收益'],
    房屋安全: ['外墙脱落', '屋面渗漏', '危房鉴定'],
    装修管理: ['违规装修', '装修扰民'],
  },
  供热供水供气: {
    供热供暖: ['室温不达标', '管网漏水', '报停与恢复', '热费争议'],
    供水: ['停水', '水压不足', '水质异常'],
    燃气: ['燃气报修', '燃气安全隐患'],
  },
  市容环卫: {
    环境卫生: ['垃圾清运', '卫生死角', '公厕管理'],
    市容秩序: ['占道经营', '乱贴小广告', '违规牌匾'],
    养犬管理: ['犬只扰民', '不文明养犬'],
  },
  生态环境: { 噪声: ['施工噪声', '社会生活噪声', '餐饮噪声'], 油烟与大气: ['餐饮油烟', '焚烧垃圾'], 水体: ['河道异味', '污水外溢'] },
  城市建设: {
    市政道路: ['路面破损', '井盖缺失', '路灯不亮', '积水'],
    违法建设: ['私搭乱建', '占用绿地'],
    园林绿化: ['树木修剪', '绿化缺失'],
  },
  交通出行: { 停车秩序: ['占用消防通道', '违法停车', '停车收费'], 公共交通: ['公交线路', '站点设置'], 道路设施: ['信号灯', '标志标线'] },
  社会保障: { 社会救助: ['低保咨询', '临时救助'], 养老服务: ['养老机构', '高龄津贴'], 劳动保障: ['拖欠工资', '社保参保'] },
  教育与文体: { 教育: ['入学咨询', '校外培训'], 文体设施: ['健身器材损坏', '文化活动'] },
};

const UNITS: Readonly<Record<string, readonly string[]>> = { 供热供暖: ['dept-heating'], 违法建设: ['dept-urban'] };

export function categoryDocuments(): readonly CategoryDocument[] {
  return Object.entries(TREE).flatMap(([first, seconds], a) =>
    Object.entries(seconds).flatMap(([second, thirds], b) =>
      thirds.map((third, c) => {
        const code = `${String(a + 1).padStart(2, '0')}${String(b + 1).padStart(2, '0')}${String(c + 1).padStart(2, '0')}`;
        return {
          _id: `category:${code}`,
          schema: 1 as const,
          code,
          path: [first, second, third],
          version: 1,
          units: (UNITS[second] ?? []) as UnitCode[],
        };
      }),
    ),
  );
}

/** The catalogue row of a third-level name. */
export function categoryOf(name: string): Readonly<{ code: string; path: string[]; version: number }> | undefined {
  const found = categoryDocuments().find((one) => one.path.at(-1) === name);
  return found === undefined ? undefined : { code: found.code, path: [...found.path], version: found.version };
}
