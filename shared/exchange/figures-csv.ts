/** 督办考核 as a table that any spreadsheet opens (F08): UTF-8 with its mark, counts beside each share, definitions below. */
import { FIGURE_DEFINITIONS, PERIOD_DEFINITION } from '../hotline/figure-definitions.ts';
import { GLOSSARY, term } from '../hotline/glossary.ts';
import { RATES } from '../hotline/measure-facts.ts';
import { type ExportAnswer, FIGURES, type MeasuresAnswer, returnsOf, totalOf, type UnitFigures } from '../hotline/unit-figures.ts';

const MARK = '\ufeff';

/** Quoted where it must be; what a spreadsheet would take for a formula stays text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const plain = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function line(values: readonly (string | number)[]): string {
  return values.map(cell).join(',');
}

function row(name: string, figures: Omit<UnitFigures, 'unit'>): string {
  const rates = RATES.flatMap((rate) => {
    const { yes, of } = figures[rate];
    return [of === 0 ? '' : `${Math.round((yes * 1000) / of) / 10}%`, yes, of];
  });
  const grounds = Object.keys(GLOSSARY.returnGround).map((ground) => figures.improperReturns[ground] ?? 0);
  const { tickets, closed, exempt, overdue, supervisions, candidates } = figures;
  return line([name, tickets, closed, exempt, ...rates, returnsOf(figures), ...grounds, overdue, supervisions, candidates]);
}

export function figuresCsv(answer: MeasuresAnswer, names: ReadonlyMap<string, string>): ExportAnswer {
  const rates = RATES.flatMap((rate) => [term('figure', rate), `${term('figure', rate)}：达标`, `${term('figure', rate)}：计数`]);
  const grounds = Object.values(GLOSSARY.returnGround).map((ground) => `其中：${ground}`);
  const words = (name: keyof typeof GLOSSARY.figure): string => term('figure', name);
  const header = ['单位', words('tickets'), words('closed'), '不计考核', ...rates, words('improperReturns'), ...grounds];
  const lines = [
    line([...header, words('overdue'), words('supervisions'), words('candidates')]),
    ...answer.units.map((one) => row(names.get(one.unit) ?? one.unit, one)),
    ...(answer.units.length > 1 ? [row('合计', totalOf(answer.units))] : []),
    '',
    line([`统计期间：${answer.from} 至 ${answer.to}`]),
    line([PERIOD_DEFINITION]),
    ...FIGURES.map((name) => line([`${words(name)}：${FIGURE_DEFINITIONS[name]}`])),
  ];
  return { name: `督办考核-${answer.from}至${answer.to}.csv`, text: `${MARK}${lines.join('\r\n')}\r\n` };
}
