/** A paper as it is read: the same on the screen and in print. What nobody recorded is a space for the pen. */
import type { Block, Cell, Paper } from '../../../shared/papers/paper.ts';

function Table({ of }: Readonly<{ of: Extract<Block, { kind: 'table' }> }>) {
  const { title, head, widths, rows, none, more } = of;
  const whole = widths.reduce((sum, one) => sum + one, 0);
  const cell = (text: Cell, at: number) => (
    <td key={head[at]} className={text === undefined ? 'sheet-pen' : ''}>
      {text}
    </td>
  );
  if (rows.length === 0)
    return (
      <p className="sheet-none">
        <b>{title}：</b>
        {none}
      </p>
    );
  return (
    <section>
      <h3>{title}</h3>
      <table>
        <colgroup>
          {widths.map((one, at) => (
            <col key={head[at]} style={{ width: `${(one * 100) / whole}%` }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {head.map((one) => (
              <th key={one} scope="col">
                {one}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={`${at} ${row[0] ?? ''}`}>{row.map(cell)}</tr>
          ))}
        </tbody>
      </table>
      {more === undefined ? null : <p>{more}</p>}
    </section>
  );
}

function Part({ of }: Readonly<{ of: Block }>) {
  switch (of.kind) {
    case 'facts':
      return (
        <table className="sheet-facts">
          <tbody>
            {of.facts.map(([label, value]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td className={value === undefined ? 'sheet-pen' : ''}>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      );
    case 'figures':
      return (
        <dl className="sheet-figures" aria-label={of.title}>
          {of.figures.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
    case 'table':
      return <Table of={of} />;
    case 'text':
      return (
        <section className={of.boxed === true ? 'sheet-boxed' : ''}>
          <h3>{of.title}</h3>
          {of.paragraphs.map((one) => (
            <p key={one}>{one}</p>
          ))}
        </section>
      );
    case 'signatures':
      return (
        <div className="sheet-signatures">
          {of.lines.map((one) => (
            <span key={one}>
              {one}：<i />
            </span>
          ))}
        </div>
      );
  }
}

export function PaperSheet({ paper }: Readonly<{ paper: Paper }>) {
  return (
    <article className="sheet" aria-label={paper.title}>
      <h2>{paper.title}</h2>
      {paper.period === undefined ? null : <p className="sheet-period">{paper.period}</p>}
      <p className="sheet-under">
        {paper.under.map((one) => (
          <span key={one}>{one}</span>
        ))}
      </p>
      {paper.blocks.map((one, at) => (
        <Part key={at} of={one} />
      ))}
      <p className="sheet-made">{paper.made}</p>
    </article>
  );
}
