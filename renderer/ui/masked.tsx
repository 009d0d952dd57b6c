/** An identifier that is shown on request, for a minute, after the look was recorded (article 18; F51). */
import { Button } from 'antd';
import { useEffect, useState } from 'react';

const SHOWN_MS = 60_000;

type MaskedProps = Readonly<{
  label: string;
  value: string;
  masked: string;
  /** False: the look could not be recorded. */
  reveal: () => Promise<boolean>;
}>;

export function Masked({ label, value, masked, reveal }: MaskedProps) {
  const [state, setState] = useState<'masked' | 'shown' | 'failed'>('masked');
  useEffect(() => {
    if (state !== 'shown') return undefined;
    const timer = setTimeout(() => {
      setState('masked');
    }, SHOWN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [state]);
  const shown = state === 'shown';
  return (
    <span className="masked">
      <span>{shown ? value : masked}</span>
      <Button
        type="link"
        size="small"
        aria-label={shown ? `隐藏${label}` : `显示${label}，查看将被记录`}
        onClick={() => {
          if (shown) setState('masked');
          else void reveal().then((recorded) => setState(recorded ? 'shown' : 'failed'));
        }}
      >
        {shown ? '隐藏' : '显示'}
      </Button>
      {state === 'failed' ? (
        <span role="alert" className="reason">
          本次查看未能记录，暂不能显示。请清理磁盘后重试。
        </span>
      ) : null}
    </span>
  );
}
