/** 办理要点 (art. 10; F30): how matters of this category are handled, from this device's own copy; limits by the ticket's own rules. */
import { Button } from 'antd';
import { useState } from 'react';
import { term } from '../../../shared/hotline/glossary.ts';
import { isOpen } from '../../../shared/hotline/standing.ts';
import { cardFor, cardLimits } from '../../../shared/knowledge/handling-card.ts';
import type { Reference, Replica, TicketView } from '../../replica/door.ts';
import { SuggestCard } from '../knowledge/index.ts';

type Props = Readonly<{ replica: Replica; view: TicketView; reference: Reference; say: (text: string) => void }>;

/** In a narrow window it waits behind its title: what is to be done now stands first. */
const WIDE = 820;

function List({ title, lines }: Readonly<{ title: string; lines: readonly string[] }>) {
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

export function HandlingCard({ replica, view, reference, say }: Props) {
  const [open] = useState(() => window.innerWidth > WIDE);
  const { ticket, context } = view;
  const card = cardFor(ticket.category?.code, reference.cards.values());
  if (card === undefined || !isOpen(ticket)) return null;
  const copy = (): void => {
    void navigator.clipboard.writeText(card.reply).then(
      () => say('已复制'),
      () => say('复制未成功。请选中文字后按 Ctrl+C 复制。'),
    );
  };
  return (
    <section className="card handling" data-testid="handling-card" aria-label={`办理要点：${card.title}`}>
      <details open={open}>
        <summary>
          <h2>办理要点：{card.title}</h2>
        </summary>
        <ul className="handling-limits" aria-label="本件时限">
          {cardLimits(ticket, context.pack).map(({ name, text }) => (
            <li key={name}>
              {term('due', name)} <b>{text}</b>
            </li>
          ))}
        </ul>
        <h3>步骤</h3>
        <ol>
          {card.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <List title="须留的证据" lines={card.evidence} />
        <List title="依据" lines={card.basis} />
        <h3>答复参考</h3>
        <p className="handling-reply">{card.reply}</p>
        <div className="actions">
          <Button size="small" onClick={copy}>
            复制答复
          </Button>
          <SuggestCard replica={replica} reference={reference} card={card} say={say} />
          <span className="quiet">
            〔〕内按实际情况填写。{card.code}，第 {card.version} 版
          </span>
        </div>
      </details>
    </section>
  );
}
