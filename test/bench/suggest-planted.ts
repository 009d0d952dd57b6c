/**
 * Duplicates planted by stated edits of real letters, at run time: what another call about the same matter looks like. The stock
 * sentences are our own. An edit takes a letter and gives the second one.
 */
import type { RealLetter } from './suggest-letters.ts';

export type Planted = Readonly<{ title: string; content: string }>;
export type Edit = (letter: RealLetter, random: () => number) => Planted;

const GREETINGS = ['领导您好，', '您好！我想反映一个问题：', '尊敬的工作人员：', '打扰了，再次来信。', '你好，请帮忙转交。'];
const ENDINGS = ['请尽快处理，谢谢。', '盼回复！', '希望得到答复。', '此致敬礼', '麻烦你们了。'];
const STOCK = [
  '这件事已经影响到很多人的生活。',
  '之前打过电话，一直没有人来。',
  '我和邻居都遇到了同样的情况。',
  '请问什么时候可以解决？',
  '希望有关部门重视起来。',
  '家里有老人，实在没有办法。',
  '具体情况可以到现场来看。',
  '我们找过几次，每次说法都不一样。',
];
/** Words said for one another. */
const SYNONYMS: readonly (readonly [string, string])[] = [
  ['小区', '院子'],
  ['希望', '恳请'],
  ['问题', '情况'],
  ['严重', '厉害'],
  ['影响', '干扰'],
  ['居民', '住户'],
  ['解决', '处理'],
  ['没有', '未'],
  ['我们', '大家'],
  ['导致', '造成'],
  ['政府', '有关部门'],
  ['非常', '十分'],
  ['现在', '目前'],
  ['为什么', '为何'],
  ['业主', '房主'],
  ['部门', '单位'],
  ['领导', '负责人'],
  ['孩子', '小孩'],
  ['学校', '校方'],
  ['公司', '企业'],
];

function one<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}

function shuffled<T>(list: readonly T[], random: () => number): readonly T[] {
  return list
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function sentences(text: string): readonly string[] {
  return text.split(/(?<=[。！？!?；;\n])/u).filter((part) => part.trim() !== '');
}

function reworded(text: string): string {
  return SYNONYMS.reduce((said, [from, to]) => said.replaceAll(from, to), text);
}

/** The same words between another greeting and another ending. */
function otherGreeting({ title, content }: RealLetter, random: () => number): Planted {
  const parts = sentences(content);
  const kept = parts.length > 3 ? parts.slice(1, -1) : parts;
  return { title, content: `${one(GREETINGS, random)}${kept.join('')}${one(ENDINGS, random)}` };
}

/** One character in twelve wrong, missing or twice. */
function typos({ title, content }: RealLetter, random: () => number): Planted {
  const spoil = (text: string): string =>
    [...text]
      .map((char) => {
        if (random() >= 1 / 12) return char;
        return one(['', char + char, one([...text], random)], random);
      })
      .join('');
  return { title: spoil(title), content: spoil(content) };
}

/** Half of the sentences in other words and another order, the other half left out. */
function rewordedHalf({ title, content }: RealLetter, random: () => number): Planted {
  const parts = sentences(content);
  const kept = shuffled(parts, random).slice(0, Math.ceil(parts.length / 2));
  return { title: reworded(title), content: [...kept.map(reworded), one(STOCK, random), one(STOCK, random)].join('') };
}

/** Another person, about the same thing: the subject, what is said of it in a quarter of the sentences, the rest of their own. */
function anotherPerson({ title, content }: RealLetter, random: () => number): Planted {
  const parts = sentences(content);
  const kept = shuffled(parts, random).slice(0, Math.max(1, Math.ceil(parts.length / 4)));
  const own = shuffled(STOCK, random).slice(0, 4);
  const subject = reworded(title).replace(/^(?:关于|反映|投诉|咨询|请求|建议)/u, '');
  return { title: `反映${subject}`, content: shuffled([...kept.map(reworded), ...own], random).join('') };
}

export const EDITS: Readonly<Record<string, Edit>> = {
  'another greeting and ending': otherGreeting,
  'one character in twelve wrong': typos,
  'half of it reworded, half left out': rewordedHalf,
  'another person, a quarter of what was said': anotherPerson,
};
