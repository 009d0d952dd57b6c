/** Photos for a record: made smaller here, kept on disk at once, named by their hash in the action [sync E2]. */
import { Button, Select } from 'antd';
import { useRef, useState } from 'react';
import { GLOSSARY, term } from '../../shared/hotline/glossary.ts';
import type { EvidenceClaim } from '../../shared/hotline/ticket-parts.ts';
import type { Replica } from '../replica/door.ts';

const LONGEST_SIDE = 1600;
const MAX_BYTES = 50 * 1024 * 1024;
const KINDS = Object.entries(GLOSSARY.evidenceKind).map(([value, label]) => ({ value, label }));

/** Not larger than a screen: a photo of 5 MB becomes one of about 300 KB. What cannot be drawn is kept as it is. */
async function smaller(file: File): Promise<Uint8Array> {
  if (!file.type.startsWith('image/')) return new Uint8Array(await file.arrayBuffer());
  const image = await createImageBitmap(file).catch(() => undefined);
  if (image === undefined || Math.max(image.width, image.height) <= LONGEST_SIDE) return new Uint8Array(await file.arrayBuffer());
  const scale = LONGEST_SIDE / Math.max(image.width, image.height);
  const canvas = new OffscreenCanvas(Math.round(image.width * scale), Math.round(image.height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.82 });
  return new Uint8Array(await blob.arrayBuffer());
}

type Props = Readonly<{
  replica: Replica;
  value: readonly EvidenceClaim[];
  onChange: (claims: readonly EvidenceClaim[]) => void;
  say: (text: string) => void;
}>;

export function PhotoPicker({ replica, value, onChange, say }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<EvidenceClaim['kind']>('process');
  const take = async (files: FileList | null): Promise<void> => {
    let claims = value;
    for (const file of files ?? []) {
      if (file.size > MAX_BYTES) {
        say(`“${file.name}”超过 50 MB，未添加。请压缩后再选。`);
        continue;
      }
      const added = await replica.addEvidence(await smaller(file), {
        kind,
        name: file.name.slice(0, 120),
        type: file.type.slice(0, 80) || 'application/octet-stream',
      });
      if (added.ok) claims = [...claims, added.claim];
      else say(added.message);
    }
    onChange(claims);
    if (input.current !== null) input.current.value = '';
  };
  const remove = (claim: EvidenceClaim): void => {
    onChange(value.filter((one) => one.hash !== claim.hash));
    void replica.dropEvidence(claim.hash);
  };
  return (
    <div className="photo-picker">
      <Select aria-label="附件类别" value={kind} options={KINDS} onChange={setKind} />
      <Button onClick={() => input.current?.click()}>添加照片或文件</Button>
      <input
        ref={input}
        data-testid="photo-input"
        type="file"
        multiple
        hidden
        accept="image/*,.pdf"
        onChange={(event) => void take(event.target.files)}
      />
      {value.map((claim) => (
        <span key={claim.hash} className="photo-chosen">
          {term('evidenceKind', claim.kind)}：{claim.name}（{Math.ceil(claim.size / 1024)} KB）
          <Button type="link" size="small" onClick={() => remove(claim)}>
            移除
          </Button>
        </span>
      ))}
    </div>
  );
}
