/** 电话通报稿 (art. 9(1); F24): what is read out to a service, so that nothing is forgotten while somebody is in danger. */

/** What is not known is asked for aloud, or said to be unknown. */
export type Event = Readonly<{
  unit: string;
  reader?: string | undefined;
  /** Chinese text. */
  known: string;
  place?: string | undefined;
  what?: string | undefined;
  harmed?: string | undefined;
  /** Whom to call at the place; only where the law lets it be told. */
  contact?: string | undefined;
}>;

const MOST = 120;

function said(text: string | undefined, otherwise: string): string {
  const flat = text?.replace(/\s+/gu, ' ').trim() ?? '';
  return flat === '' ? otherwise : flat.slice(0, MOST).replace(/[。；，]$/u, '');
}

export function phoneScript({ unit, reader, known, place, what, harmed, contact }: Event): readonly string[] {
  return [
    `您好，这里是${unit}${reader === undefined ? '' : `，我是${reader}`}，紧急通报一起突发事件，请记录。`,
    `地点：${said(place, '（请先问清地点）')}。`,
    `情况：${said(what, '（请先记录情况）')}。`,
    `人员：${said(harmed, '伤亡和被困情况尚不清楚，正在核实')}。`,
    `我们于${known}获知。`,
    ...(contact === undefined || contact === '' ? [] : [`现场联系人：${contact}。`]),
    '请复述一遍地点和情况。请问您的姓名或工号？准备怎样处置？何时出动？',
  ];
}
