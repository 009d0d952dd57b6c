/** Stable codes of every expected refusal, each with a Chinese sentence and a next step. The log sees the code. */

export const REFUSALS = {
  noRight: '您没有办理此事项的权限。请由有权限的同事办理，或联系管理员核对岗位。',
  conflictOfInterest: '您或您的单位是被反映对象，须回避。请报上级指定其他单位或人员办理。',
  wrongState: '工单当前状态不能进行此操作。请刷新后按当前状态办理。',
  reassigned: '工单已改派，由其他单位承办。您的文字已保存在“待找回”，可复制后使用。',
  alreadyDone: '此事项已有他人办理。无需重复操作，您的记录已留存。',
  pendingProposal: '已有待审事项。请等待审核结果，或先撤回原申请。',
  notFound: '找不到要办理的事项，可能已撤回或已失效。请刷新后重试。',
  lapsed: '该申请已失效。请按当前状态重新办理。',
  alreadyDecided: '该申请已裁定，不能再次办理。',
  sameAsSubmitter: '审核人不能是提交人本人。请由其他分管领导审核。',
  leaderNeeded: '已签批的申请须由分管领导撤回。',
  windowClosed: '已超过退单时限。请继续办理，或申请提级。',
  designatedNoReturn: '该工单由上级指定承办，不能退单。确有困难可申请提级。',
  deniedBefore: '同一理由的退单已被驳回。请更换依据，或继续办理。',
  noContactYet: '尚无联系诉求人的记录。请先联系并登记联系情况。',
  noWorkYet: '尚无联系或现场处置记录。请先登记已开展的工作，再申请提级。',
  kindMissing: '缺少诉求类型。请选择咨询、求助、投诉、举报或建议。',
  placeMissing: '缺少区划或地址。请补充事发地址或选择街道。',
  basisMissing: '缺少派单依据。请选择目录事项，或写明派单理由。',
  mustDesignate: '已派单三次，须由主管部门指定承办单位。',
  onlyDesignate: '涉及多家单位的工单，主办单位只能通过指定承办变更。',
  designateNotDue: '尚未派满三轮且没有争议，应按目录派单。',
  unknownUnit: '找不到该承办单位。请重新选择。',
  unknownPerson: '找不到该人员，或其不在本单位。请重新选择。',
  targetIsRespondent: '所选单位或人员是被反映对象，不能承办。请另选。',
  notAssigned: '该任务没有下派给您，或已收回。',
  clauseEvidence: '办结条款所需的证据不全。请按提示补齐后再报审。',
  clauseUnknown: '暂不支持该办结条款。请选择其他条款，或联系市热线办理。',
  clauseNotYet: '尚不符合该条款的条件。请按提示核对天数和次数。',
  unsigned: '该申请尚未经分管领导审核。请等待领导签批后再裁定。',
  auditInstead: '办理结果由市审核。请使用“市审核”，不要使用“审核裁定”。',
  nothingReported: '没有待核的回报。请等待承办人回报。',
  assigneeMissing: '请选择承办人或社区。',
  districtMissing: '工单没有区（县），不能提级至区（县）。请提请市级，或先补充区划。',
  resultIncomplete: '最终结果须写明办结条款、公开答复和告知诉求人的时间、方式。',
  answersMissing: '已接通的回访须填写是否解决、满意情况和真实性。',
  sameHalfDay: '本半天内已回访未接通。请换一个半天再回访。',
  supervisorDecides: '回访存在争议，须由督办人员裁定：办结，或退回重办。',
  coHandlersOpen: '协办单位尚未反馈。请先催办协办单位。',
  reasonMissing: '请写明理由。',
  tooManyEntries: '该工单记录过多，只能由市级继续办理。',
  exists: '该编号的工单已存在。',
  copyLacks: '本机数据不含判断所需的内容。可以提交，是否可行由市级平台确认。',
  ticketMissing: '找不到该工单，可能已移出本机。',
  unknownAction: '该操作来自不同版本的程序，本机暂不能办理。请更新程序后重试。',
  malformed: '内容不符合要求，未被接收。原文已保留，请修改后重新提交。',
  // The gate's words [sync G1–G5, V1].
  forbidden: '该设备或人员无权提交此记录。原文已保留，请联系管理员。',
  conflict: '同一编号已有不同内容的记录。原文已隔离保存，请联系管理员。',
  badSignature: '签名核验未通过，记录已隔离。请联系管理员核对本机密钥。',
  notCertified: '本机上该人员的签名密钥未登记。请联网重新登录一次。',
  wrongDevice: '该记录不是在本机产生的，已隔离。请联系管理员。',
  tooLarge: '单条记录过大，不能发送。原文已保留，请缩短文字后重新提交。',
  tooNew: '服务器版本较旧，暂不能接收。记录保存在本机，服务器升级后自动发送。',
  overload: '服务器繁忙，稍后自动重试。记录已保存在本机。',
  noRoom: '磁盘空间不足，未能保存。请清理磁盘后重试，本页文字不会丢失。',
  unauthorized: '登录已过期。请重新输入密码，未发送的记录仍保存在本机。',
  revoked: '本设备已被停用。请联系管理员。',
  noSuchProgress: '没有查到。请核对工单编号和登记电话的后四位，或拨打 12345 查询。',
  notFoundOnline: '没有找到，或您无权查看。',
  rateLimited: '尝试次数过多，请稍后再试。',
  wrongLogin: '账号或密码不正确。',
  badCode: '注册码无效或已使用。请向管理员索取新的注册码。',
} as const satisfies Record<string, string>;

export type RefusalCode = keyof typeof REFUSALS;

/** Why a fact was kept without effect (hotline.md §2). */
export type NoEffectCode = RefusalCode;

export function refusalText(code: string, detail?: string): string {
  const sentence = (REFUSALS as Record<string, string>)[code] ?? '未能办理，请刷新后重试；仍不成功请联系管理员。';
  return detail === undefined ? sentence : `${sentence}（${detail}）`;
}
