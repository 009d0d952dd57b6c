/** 本单位指标 (art. 15, 19; F13, F44): one's own unit only, each share with what it is of; no unit and no person beside another. */
import { Button } from 'antd';
import { useState } from 'react';
import { term } from '../../../shared/hotline/glossary.ts';
import type { Replica, UnitMeasures } from '../../replica/door.ts';

const NAMES = { responded: '按时响应', onTime: '按时办结', solved: '解决', satisfied: '满意' } as const;

function share({ yes, of }: Readonly<{ yes: number; of: number }>): string {
  return of === 0 ? '暂无可计件' : `${yes}／${of} 件，${Math.round((yes * 1000) / of) / 10}%`;
}

export function OwnMeasures({ replica }: Readonly<{ replica: Replica }>) {
  const [measures, setMeasures] = useState<UnitMeasures>();
  const [busy, setBusy] = useState(false);
  const count = async (): Promise<void> => {
    setBusy(true);
    try {
      setMeasures(await replica.unitMeasures());
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card" aria-labelledby="measures-title" data-testid="own-measures">
      <h2 id="measures-title">本单位指标</h2>
      <p className="quiet">按本机持有的工单计算：在办的和近 60 日办结的。无法回访、经批准不计的不在内。</p>
      {measures === undefined ? null : (
        <dl className="facts-list">
          {(Object.keys(NAMES) as (keyof typeof NAMES)[]).map((name) => (
            <div key={name}>
              <dt>{NAMES[name]}</dt>
              <dd>{share(measures.rates[name])}</dd>
            </div>
          ))}
          <div>
            <dt>不当退单</dt>
            <dd>
              {measures.improperReturns.length === 0
                ? '无'
                : `${measures.improperReturns.length} 件：${measures.improperReturns.map((one) => `${term('returnGround', one.ground)}（${one.why}）`).join('；')}`}
            </dd>
          </div>
        </dl>
      )}
      <Button size="small" loading={busy} onClick={() => void count()}>
        {measures === undefined ? '计算' : '重新计算'}
      </Button>
    </section>
  );
}
