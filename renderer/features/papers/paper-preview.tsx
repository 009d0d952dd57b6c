/** 打印预览: the paper as it will come out; printing and saving are recorded first, and refused where that cannot be done (F51). */
import { Alert, Button, Drawer } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { createPortal, flushSync } from 'react-dom';
import type { Made } from '../../../shared/papers/paper.ts';
import type { PaperWay, Replica } from '../../replica/door.ts';
import { PaperSheet } from './paper-sheet.tsx';

type Props = Readonly<{
  title: string;
  /** Absent while it is being made. */
  made: Made | undefined;
  replica: Replica;
  say: (text: string) => void;
  onClose: () => void;
  /** What may be chosen about it. */
  children?: ReactNode;
}>;

export function PaperPreview({ title: heading, made, replica, say, onClose, children }: Props) {
  const [saves, setSaves] = useState(false);
  const [busy, setBusy] = useState<PaperWay>();
  const [drawn, setDrawn] = useState(false);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    void replica.papers.savesFiles().then(setSaves);
  }, [replica]);
  const paper = made?.ok === true ? made.paper : undefined;
  const print = async (way: PaperWay): Promise<void> => {
    if (paper === undefined) return;
    setBusy(way);
    setProblem(undefined);
    const title = document.title;
    const outcome = await replica.papers.print(paper, way, (now) => {
      // The name a browser gives the file, and the title of the PDF.
      document.title = now ? paper.name : title;
      flushSync(() => setDrawn(now));
    });
    setBusy(undefined);
    if (outcome.ok) say(outcome.where === undefined ? '已登记，并送打印机' : `已登记，并保存为 ${outcome.where}`);
    else if (outcome.cancelled !== true) setProblem(outcome.message);
  };
  const button = (way: PaperWay, name: string) => (
    <Button
      key={way}
      type={way === 'printer' ? 'primary' : 'default'}
      loading={busy === way}
      disabled={paper === undefined || busy !== undefined}
      onClick={() => void print(way)}
      data-testid={`paper-${way}`}
    >
      {name}
    </Button>
  );
  return (
    <>
      <Drawer
        open
        title={heading}
        size="min(900px, 100vw)"
        onClose={onClose}
        extra={
          <span className="paper-acts">
            {saves ? button('file', '存为 PDF') : null}
            {button('printer', '打印')}
          </span>
        }
      >
        {problem === undefined ? null : <Alert role="alert" type="error" showIcon title={problem} data-testid="paper-problem" />}
        {made?.ok === false ? <Alert role="alert" type="warning" showIcon title={made.message} /> : null}
        <div className="paper-options">{children}</div>
        {paper === undefined ? null : (
          <div className="paper-desk" data-testid="paper-preview">
            <PaperSheet paper={paper} />
          </div>
        )}
        <p className="quiet">打印和存为 PDF 都先登记（何人、何时、哪些工单）再输出，登记不上则不输出。断网时同样可以。</p>
      </Drawer>
      {drawn && paper !== undefined
        ? createPortal(
            <div className="print-view">
              <PaperSheet paper={paper} />
            </div>,
            document.body,
          )
        : null}
    </>
  );
}
