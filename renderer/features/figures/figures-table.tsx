/** Units beside each other for those who supervise (art. 7): each share with what it is of. No person stands in it. */
import { Table, Tooltip } from 'antd';
import type { ColumnType } from 'antd/es/table';
import { FIGURE_DEFINITIONS } from '../../../shared/hotline/figure-definitions.ts';
import { GLOSSARY, term } from '../../../shared/hotline/glossary.ts';
import type { UnitCode } from '../../../shared/hotline/ids.ts';
import { RATES, type RateName } from '../../../shared/hotline/measure-facts.ts';
import { type Figure, type MeasuresAnswer, returnsOf, totalOf, type UnitFigures } from '../../../shared/hotline/unit-figures.ts';
import type { Reference } from '../../replica/door.ts';

type Props = Readonly<{
  rows: readonly UnitFigures[];
  answer: MeasuresAnswer;
  reference: Reference;
  onBehind: (unit: UnitCode, figure: Figure) => void;
}>;
type Counted = Omit<UnitFigures, 'unit'>;

const percent = (tenths: number): string => `${(tenths / 10).toFixed(1)}%`;
const tenthsOf = ({ yes, of }: Counted[RateName]): number => (of === 0 ? -1 : (yes * 1000) / of);

function shown(figures: Counted, figure: Figure) {
  if ((RATES as readonly Figure[]).includes(figure)) {
    const rate = figures[figure as RateName];
    if (rate.of === 0) return <span className="quiet">—</span>;
    return (
      <>
        {percent(Math.round(tenthsOf(rate)))}
        <small>
          {rate.yes}／{rate.of}
        </small>
      </>
    );
  }
  return countOf(figures, figure);
}

function countOf(figures: Counted, figure: Figure): number {
  if (figure === 'improperReturns') return returnsOf(figures);
  const value = figures[figure];
  return typeof value === 'number' ? value : tenthsOf(value);
}

/** Nothing is behind a zero, nor behind a share that nothing missed. */
function hasBehind(figures: Counted, figure: Figure): boolean {
  if (!(RATES as readonly Figure[]).includes(figure)) return countOf(figures, figure) > 0;
  const { yes, of } = figures[figure as RateName];
  return yes < of;
}

function groundsOf({ improperReturns }: Counted): string {
  const known = Object.keys(GLOSSARY.returnGround).filter((ground) => (improperReturns[ground] ?? 0) > 0);
  return known.map((ground) => `${term('returnGround', ground)} ${improperReturns[ground]} 次`).join('，');
}

const WIDTHS: Readonly<Partial<Record<Figure, number>>> = { responded: 132, onTime: 132, solved: 132, satisfied: 132 };
const COLUMNS: readonly Figure[] = ['tickets', 'closed', ...RATES, 'improperReturns', 'overdue', 'supervisions', 'candidates'];

/** So many rows fit any window: only a longer table scrolls inside itself. */
const FEW = 6;

export function FiguresTable({ rows, answer, reference, onBehind }: Props) {
  const nameOf = (unit: UnitCode): string => reference.units.get(unit)?.name ?? unit;
  const columns: ColumnType<UnitFigures>[] = COLUMNS.map((figure) => ({
    key: figure,
    title: (
      <Tooltip title={FIGURE_DEFINITIONS[figure]}>
        <span>{term('figure', figure)}</span>
      </Tooltip>
    ),
    align: 'right',
    width: WIDTHS[figure] ?? 94,
    showSorterTooltip: false,
    sorter: (a, b) => countOf(a, figure) - countOf(b, figure),
    render: (_, one) => {
      const body = shown(one, figure);
      if (!hasBehind(one, figure)) return <span className="figure">{body}</span>;
      const missed = (RATES as readonly Figure[]).includes(figure) ? '未达标工单' : '工单';
      const grounds = figure === 'improperReturns' ? `：${groundsOf(one)}` : '';
      return (
        <button
          type="button"
          className="link figure"
          title={`查看${missed}${grounds}`}
          aria-label={`${nameOf(one.unit)}，${term('figure', figure)} ${missed}明细${grounds}`}
          data-testid={`figure-${one.unit}-${figure}`}
          onClick={() => onBehind(one.unit, figure)}
        >
          {body}
        </button>
      );
    },
  }));
  const total = totalOf(rows);
  const mean = answer.city;
  return (
    <Table<UnitFigures>
      className="figures-table"
      size="small"
      rowKey="unit"
      dataSource={[...rows]}
      pagination={false}
      scroll={rows.length < FEW ? { x: 1270 } : { x: 1270, y: 'calc(100vh - 320px)' }}
      locale={{ emptyText: '这段时间没有工单。请换一个统计期间。' }}
      columns={[
        {
          key: 'unit',
          title: '单位',
          fixed: 'left',
          width: 190,
          ellipsis: true,
          showSorterTooltip: false,
          sorter: (a, b) => nameOf(a.unit).localeCompare(nameOf(b.unit), 'zh-CN'),
          render: (_, one) => <span title={nameOf(one.unit)}>{nameOf(one.unit)}</span>,
        },
        ...columns,
      ]}
      summary={() => (
        <Table.Summary fixed>
          {rows.length < 2 ? null : (
            <Table.Summary.Row className="figures-total">
              <Table.Summary.Cell index={0}>合计（{rows.length} 个单位）</Table.Summary.Cell>
              {COLUMNS.map((figure, at) => (
                <Table.Summary.Cell key={figure} index={at + 1} align="right">
                  <span className="figure">{shown(total, figure)}</span>
                </Table.Summary.Cell>
              ))}
            </Table.Summary.Row>
          )}
          {mean === undefined ? null : (
            <Table.Summary.Row className="figures-total">
              <Table.Summary.Cell index={0}>全市平均</Table.Summary.Cell>
              {COLUMNS.map((figure, at) => {
                const tenths = mean[figure as RateName];
                return (
                  <Table.Summary.Cell key={figure} index={at + 1} align="right">
                    {tenths === undefined ? <span className="quiet">—</span> : percent(tenths)}
                  </Table.Summary.Cell>
                );
              })}
            </Table.Summary.Row>
          )}
        </Table.Summary>
      )}
    />
  );
}
