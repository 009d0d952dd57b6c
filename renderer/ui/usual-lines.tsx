/** Lines that are written again and again, one press each: the papers that are asked for most (art. 9(2)), a leader's words (art. 6). */
import { Button } from 'antd';

/** What a leader writes most often (art. 6; F13); the signing pane sends one at a tap. */
export const INSTRUCTIONS = [
  '请今日内办结。',
  '请今日内联系诉求人，说明进展。',
  '请立即到现场处置，处置情况即报。',
  '请说明超期原因和办结时间。',
  '请协调相关科室共同办理。',
] as const;

const USUAL: Readonly<Record<string, readonly string[]>> = {
  'requestMaterial.list': [
    '身份证明',
    '房屋权属证明或租赁合同',
    '合同、收据或付款凭证',
    '现场照片或视频',
    '授权委托书',
    '具体地址和楼门牌号',
  ],
  'instruct.text': INSTRUCTIONS,
};

type Props = Readonly<{ kind: string; name: string; text: string; onChange: (text: string) => void }>;

export function UsualLines({ kind, name, text, onChange }: Props) {
  const usual = USUAL[`${kind}.${name}`];
  if (usual === undefined) return null;
  const lines = text.split('\n').map((line) => line.trim());
  return (
    <div className="usual-lines" role="group" aria-label="常用内容">
      {usual
        .filter((one) => !lines.includes(one))
        .map((one) => (
          <Button key={one} size="small" onClick={() => onChange(text.trim() === '' ? one : `${text.trimEnd()}\n${one}`)}>
            ＋ {one}
          </Button>
        ))}
    </div>
  );
}
