/** 渠道目录 (art. 9(3), 9(5)): where a matter goes that the hotline does not handle, and what the complainant is told. */

export type Channel = Readonly<{
  id: string;
  name: string;
  /** Authority, number or platform, as it is named to the complainant. */
  channel: string;
  /** What is said; the operator may change it. */
  words: string;
  /** Secrets are not written down further (art. 9(3)). */
  secret?: true;
}>;

function channel(id: string, name: string, where: string, why: string): Channel {
  return { id, name, channel: where, words: `${why}，热线不能直接受理。请向${where}提出，由其依法办理。` };
}

/** 诉讼、仲裁、纪检监察、复议、信息公开、信访、秘密与隐私，以及另有专门受理机关的。 */
export const OTHER_AUTHORITIES: readonly Channel[] = [
  channel('suit', '诉讼、执行', '有管辖权的人民法院（诉讼服务热线 12368）', '您反映的事项属于诉讼或执行范围'),
  channel('labour', '劳动仲裁', '劳动人事争议仲裁委员会（咨询 12333）', '您反映的事项属于劳动争议仲裁范围'),
  channel('arbitration', '商事仲裁', '合同约定的仲裁委员会', '您反映的事项约定由仲裁解决'),
  channel('discipline', '纪检监察', '纪检监察机关（举报电话 12388）', '您反映的事项属于纪检监察机关受理范围'),
  channel('procuratorate', '检察', '人民检察院（检察服务热线 12309）', '您反映的事项属于检察机关受理范围'),
  channel('review', '行政复议', '行政复议机构（公共法律服务热线 12348）', '您对行政行为不服的，可以依法申请行政复议'),
  channel('disclosure', '信息公开', '制作或保存该信息的机关的信息公开工作机构', '您需要的政府信息应当依申请公开'),
  channel('petition', '信访', '信访部门（来访接待场所或网上信访平台）', '您反映的事项属于信访受理范围'),
  channel('market', '消费维权', '市场监管部门（12315）', '您反映的事项由市场监管部门专门受理'),
  channel('tax', '税务', '税务机关（12366）', '您反映的事项由税务机关专门受理'),
  channel('finance', '银行保险', '金融监管部门（12378）', '您反映的事项由金融监管部门专门受理'),
  {
    id: 'secret',
    name: '国家秘密',
    channel: '保密行政管理部门',
    words: '您反映的内容可能涉及国家秘密，请不要在电话、网络中谈论，请当面向保密行政管理部门反映。',
    secret: true,
  },
  {
    id: 'privacy',
    name: '商业秘密、个人隐私',
    channel: '依法有权查询的机关',
    words: '您需要的内容涉及他人的商业秘密或个人隐私，热线不能提供。确有需要的，请通过依法有权查询的机关办理。',
  },
];

/** 不属承办单位职责，由市场或社会服务解决的。 */
export const MARKET_AND_SOCIETY: readonly Channel[] = [
  channel('power', '供电', '供电企业客服（95598）', '您反映的事项由供电企业提供服务'),
  channel('utility', '供水、燃气、供热', '您所在小区的供水、燃气或供热企业客服', '您反映的事项由公用事业企业按合同提供服务'),
  channel('telecom', '电信', '电信企业客服（10000、10010、10086）', '您反映的事项由电信企业提供服务'),
  channel('bank', '银行、保险公司', '该银行或保险公司的客服热线', '您反映的事项属于您与企业之间的合同'),
  channel('property', '物业、业委会', '物业服务企业或业主委员会', '您反映的事项由业主与物业服务企业按合同解决'),
  channel('repair', '维修、家政', '市场上的维修、家政服务企业', '您需要的服务由市场提供'),
  channel('legal', '法律咨询与援助', '公共法律服务热线（12348）', '您需要法律咨询或法律援助'),
  channel('mediation', '民间纠纷', '社区（村）人民调解委员会', '您反映的是公民之间的民事纠纷'),
  channel('women', '妇女儿童', '妇女维权服务热线（12338）', '您需要的帮助由妇女儿童维权服务提供'),
  channel('mind', '心理援助', '心理援助热线（12356）', '您需要的帮助由心理援助热线提供'),
  channel('lost', '寻人寻物', '公安机关（110）或失物所在单位', '您需要的帮助由公安机关或失物所在单位提供'),
];

/** 违反法律或公序良俗 (art. 9(6)): what is said to dissuade, with the consequence. */
export const PERSUASION: Readonly<Record<'channel' | 'words', string>> = {
  channel: '电话劝导教育',
  words:
    '您提出的要求违反法律法规或公序良俗，热线不予受理。请依法、文明表达诉求；捏造事实、骚扰他人或扰乱热线秩序的，将依照治安管理等规定承担法律责任。',
};
