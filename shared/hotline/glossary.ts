/** One glossary, id ↔ 中文: every screen takes its words from here (hotline.md). */

export const GLOSSARY = {
  role: { operator: '热线坐席', dispatcher: '派单员', supervisor: '督办/主管部门', clerk: '调度员', leader: '分管领导', gridWorker: '网格员', admin: '管理员', system: '系统' },
  status: {
    registered: '已受理·待派单', awaitingMaterial: '待补正', dispatched: '已派单·待签收', inProgress: '办理中', rework: '重新办理',
    returnReview: '退单审核中', escalationReview: '提级审核中', escalated: '提级办理中', suspended: '挂账', feedbackSubmitted: '已反馈·待市审核',
    callback: '回访中', closed: '办结', guidedOut: '不予受理·已告知', directAnswered: '直接答复', merged: '并单', archived: '归档', void: '作废',
  },
  source: { phone: '电话', web: '网站', wechat: '微信', app: 'APP', province: '省平台', gov110: '110 联动', leaderMailbox: '领导信箱', walkIn: '来访', gridSelfFound: '网格自发现', import: '台账导入' },
  kind: { consult: '咨询', help: '非紧急求助', complaint: '投诉', report: '举报', suggestion: '意见建议' },
  domain: { economy: '经济', market: '市场', society: '社会', publicService: '公共服务', environment: '环境', other: '其他' },
  urgency: { emergency: '特急', livelihood: '民生急件', urgent: '紧急', normal: '一般', complex: '疑难' },
  confidential: { none: '不保密', hideIdentity: '隐匿身份', sealed: '密件' },
  complainantKind: { natural: '自然人', legal: '法人', unincorporated: '非法人组织' },
  action: {
    register: '登记', dispatch: '派单', designate: '指定承办', recall: '收回改派', sign: '签收', assign: '下派', recallAssignment: '收回下派',
    acknowledge: '接单', arrive: '到场', contact: '联系诉求人', recordWork: '现场处置记录', report: '回报', cannot: '无法处理', checkReport: '核报',
    proposeReturn: '申请退单', proposeEscalation: '申请提级', retract: '撤回申请', draftResult: '拟办结果', submitResult: '报审',
    leaderApprove: '审核通过', leaderReturn: '退回修改', decideProposal: '审核裁定', upperResult: '提级办理结果', auditResult: '市审核',
    callback: '回访', close: '办结', comment: '批示/备注',
  },
  proposalKind: {
    return: '退单', escalation: '提级', extension: '延期', suspension: '挂账', guideOut: '建议告知渠道', merge: '建议并单', exemption: '不计满意率',
    unreasonable: '不合理诉求认定', appeal: '考核申诉', abuse: '恶意诉求移交', result: '办理结果',
  },
  proposalState: { leaderReview: '待分管领导审核', waiting: '待上级裁定', granted: '已同意', denied: '未同意', lapsed: '已失效', returned: '领导退回', retracted: '已撤回' },
  assignmentState: { assigned: '已下派', acknowledged: '已接', onSite: '已到场', reported: '已回报', checked: '已核', redo: '退回', cannot: '无法处理' },
  contactChannel: { call: '电话', visit: '上门', wechat: '微信', sms: '短信' },
  contactResult: { reached: '已接通', notReached: '未接通', refused: '拒绝' },
  evidenceKind: { idDocument: '身份证件', contactProof: '联系证明', process: '处置过程', before: '处置前', after: '处置后', agreement: '协议', other: '其他' },
  due: {
    dispatch: '派单', sign: '签收', return: '退单', contact: '联系', handle: '办理', co: '协办', supplement: '补正', decide: '裁定', upper: '提级办理',
    review: '复核', rework: '重新办理', callback: '回访',
  },
  returnGround: { notOurArea: '不在本辖区', notOurDuty: '不属本单位职责', provincialUnit: '属省级单位', wrongUnitNamed: '点名单位有误' },
  escalationGround: { overAuthority: '超管理权限', tooHard: '难以解决', crossRegion: '跨区域', policyGap: '政策缺失' },
  solved: { solved: '解决', mostly: '基本解决', notSolved: '未解决' },
  outbox: { saved: '已保存', sent: '已送达', accepted: '已采纳', refused: '已退回', quarantined: '已隔离' },
  light: { none: '无时限', green: '正常', yellow: '过半', amber: '临期', red: '超期', met: '已完成' },
} as const satisfies Record<string, Record<string, string>>;

export type Term = keyof typeof GLOSSARY;

/** The Chinese word for an id; the id itself where a newer hub sends one this version does not know. */
export function term(group: Term, id: string | undefined): string {
  if (id === undefined) return '—';
  return (GLOSSARY[group] as Record<string, string>)[id] ?? id;
}
