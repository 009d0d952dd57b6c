/** The panel over the list: one choice a facet, each with its count. */
import { Button, Select } from 'antd';
import type { Reference, SlimRow } from '../../replica/door.ts';
import { choicesOf, FACETS, FACET_NAMES, type Filters } from './filters.ts';

type Props = Readonly<{
  rows: readonly SlimRow[];
  filters: Filters;
  reference: Reference;
  now: number;
  onChange: (filters: Filters) => void;
}>;

export function FilterPanel({ rows, filters, reference, now, onChange }: Props) {
  const seen = { reference, now };
  return (
    <div className="filter-panel" id="filter-panel" data-testid="filter-panel" role="group" aria-label="筛选">
      {FACETS.map((facet) => {
        const choices = choicesOf(rows, facet, filters, seen);
        if (choices.length === 0 && filters[facet] === undefined) return null;
        return (
          <label key={facet} className="filter">
            <span>{FACET_NAMES[facet]}</span>
            <Select
              size="small"
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              placeholder="不限"
              aria-label={FACET_NAMES[facet]}
              value={filters[facet]}
              options={choices.map(({ value, label, count }) => ({ value, label: `${label}（${count}）` }))}
              onChange={(value: string | undefined) => {
                const { [facet]: _before, ...others } = filters;
                onChange(value === undefined ? others : { ...others, [facet]: value });
              }}
            />
          </label>
        );
      })}
      <Button size="small" onClick={() => onChange({})} disabled={Object.keys(filters).length === 0}>
        清除筛选
      </Button>
    </div>
  );
}
