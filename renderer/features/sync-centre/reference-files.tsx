/** 规则包与日历: what this device works by, and how an office without a line brings the next one in from a USB stick (F05, art. 22). */
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { term } from '../../../shared/hotline/glossary.ts';
import { LN_DEFAULT } from '../../../shared/hotline/packs/ln-default.ts';
import type { ReferenceFile } from '../../../shared/sync/reference-file.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { shortTime } from '../../ui/time-text.ts';
import { useObservable } from '../../ui/use-observable.ts';

const PROVINCIAL = '辽宁省默认规则包';
const NO_FILES: readonly ReferenceFile[] = [];

type Props = Readonly<{ replica: Replica; reference: Reference; now: number }>;
type Offered = Readonly<{ file: ReferenceFile; text: string }>;
type Fact = readonly [label: string, value: string];

function Facts({ of }: Readonly<{ of: readonly Fact[] }>) {
  return (
    <dl className="facts-list standing">
      {of.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What it is, as people call it. */
function nameOf(file: ReferenceFile): string {
  const { version } = file.content;
  return file.kind === 'calendar'
    ? `${file.content.years.join('、')} 年节假日日历 第 ${version} 版`
    : `时限规则包 ${file.content.id} 第 ${version} 版（${term('layer', file.content.layer)}）`;
}

function daysOf(file: ReferenceFile): string {
  if (file.kind !== 'calendar') return '';
  const days = Object.values(file.content.days);
  const free = days.filter(({ off }) => off).length;
  return `放假 ${free} 天，调休上班 ${days.length - free} 天`;
}

function factsOf(file: ReferenceFile, now: number): readonly Fact[] {
  const told: readonly Fact[] =
    file.kind === 'calendar'
      ? [
          ['依据', file.content.title ?? '未注明'],
          ['内容', daysOf(file)],
        ]
      : [['生效时间', shortTime(file.content.validFrom, now)]];
  return [['文件', nameOf(file)], ['签发单位', file.publisher], ['签发时间', shortTime(file.issuedAt, now)], ...told];
}

export function ReferenceFiles({ replica, reference, now }: Props) {
  const files = useObservable(replica.imported.files, NO_FILES);
  const [offered, offer] = useState<Offered>();
  const [refused, refuse] = useState<string>();
  const [busy, work] = useState(false);
  const run = async (job: () => Promise<void>): Promise<void> => {
    work(true);
    try {
      await job();
    } finally {
      work(false);
    }
  };
  const choose = (): Promise<void> =>
    run(async () => {
      const checked = await replica.imported.choose();
      if (checked === undefined) return;
      offer(checked.ok ? checked : undefined);
      refuse(checked.ok ? undefined : checked.message);
    });
  const take = ({ text }: Offered): Promise<void> =>
    run(async () => {
      const taken = await replica.imported.take(text);
      offer(undefined);
      refuse(taken.ok ? undefined : taken.message);
    });
  const packs = [...reference.packs.values()].map(({ id, version }) => `${id === LN_DEFAULT.id ? PROVINCIAL : id} 第 ${version} 版`);
  return (
    <div className="reference-files">
      <Facts
        of={[
          ['已有日历的年份', `${reference.calendar.years.at(0) ?? ''}—${reference.calendar.years.at(-1) ?? ''} 年，以后年份的时限标“暂定”`],
          ['时限规则包', packs.length === 0 ? PROVINCIAL : packs.join('，')],
        ]}
      />
      <p className="quiet">联网时由市级自动下发。断网的单位可以用 U 盘把市级签发的文件（.json）拷来导入，联网后以市级下发的为准。</p>
      <Button onClick={() => void choose()} loading={busy && offered === undefined} disabled={offered !== undefined}>
        从 U 盘导入文件…
      </Button>
      {refused === undefined ? null : <Alert className="reference-refused" type="error" showIcon title="没有导入" description={refused} />}
      {offered === undefined ? null : (
        <section className="reference-offered" data-testid="reference-offered">
          <Alert type="success" showIcon title="签名核对无误，由市级签发" />
          <Facts of={factsOf(offered.file, now)} />
          <div className="reference-acts">
            <Button type="primary" loading={busy} onClick={() => void take(offered)}>
              启用
            </Button>
            <Button disabled={busy} onClick={() => offer(undefined)}>
              不启用
            </Button>
          </div>
        </section>
      )}
      {files.length === 0 ? null : (
        <>
          <h4>本机导入过的文件</h4>
          <ul className="activity" data-testid="reference-files">
            {files.map((file) => (
              <li key={file.content._id}>
                {nameOf(file)}
                <span className="quiet">
                  {' '}
                  {file.publisher} {shortTime(file.issuedAt, now)} 签发
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
