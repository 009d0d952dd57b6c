/** A text of up to 7,000 characters: its beginning, and all of it when asked for; what was typed as a line stays one. */
import { Button } from 'antd';
import { useState } from 'react';

/** About ten lines; a little more is not worth a click. */
const SHOWN = 420;
const LINES = 12;

function tidy(text: string): string {
  return text
    .replaceAll('\t', '')
    .replace(/\r\n?/gu, '\n')
    .replace(/\n\s*\n\s*/gu, '\n\n')
    .trim();
}

export function LongText({ text }: Readonly<{ text: string }>) {
  const [open, setOpen] = useState(false);
  const whole = tidy(text);
  const long = whole.length > SHOWN + 120 || whole.split('\n').length > LINES + 3;
  const beginning = whole.split('\n').slice(0, LINES).join('\n').slice(0, SHOWN);
  return (
    <>
      <div className="ticket-content">{long && !open ? `${beginning}……` : whole}</div>
      {long ? (
        <Button type="link" className="more" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? '收起' : `展开全文（共 ${whole.length.toLocaleString('zh-CN')} 字）`}
        </Button>
      ) : null}
    </>
  );
}
