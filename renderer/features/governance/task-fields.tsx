/** Title, plan, who, until when, where, which tickets: the same fields for a new task and for one that is changed. */
import { Input, Select } from 'antd';
import { term } from '../../../shared/hotline/glossary.ts';
import type { TicketId, UnitCode } from '../../../shared/hotline/ids.ts';
import type { Reference, SlimRow } from '../../replica/door.ts';
import type { Values } from '../../ui/form-body.ts';
import { InstantPicker } from '../../ui/instant-picker.tsx';
import { Field } from '../../ui/labelled-field.tsx';

type Props = Readonly<{
  values: Values;
  faults: Readonly<Record<string, string>>;
  unit: UnitCode;
  reference: Reference;
  rows: ReadonlyMap<TicketId, SlimRow>;
  change: (name: string, value: unknown) => void;
}>;
type Option = Readonly<{ value: string; label: string }>;

function people(reference: Reference, unit: UnitCode): readonly Option[] {
  const grids = reference.units.get(unit)?.grids ?? [];
  return [...reference.people.values()].flatMap((person) => {
    const held = person.roles.find((one) => one.unit === unit && one.to === undefined && one.role !== 'admin');
    if (held === undefined) return [];
    const own = grids.filter((grid) => grid.workers.includes(person._id)).map((grid) => grid.name);
    return [{ value: person._id, label: `${person.name}（${[term('role', held.role), ...own].join('，')}）` }];
  });
}

function grids(reference: Reference, unit: UnitCode): readonly Option[] {
  return (reference.units.get(unit)?.grids ?? []).map((grid) => {
    const names = grid.workers.map((one) => reference.people.get(one)?.name ?? '网格员').join('、');
    return { value: grid.code, label: `${grid.name}${names === '' ? '（暂无网格员）' : `（${names}）`}` };
  });
}

/** The unit's own, newest first; one that is linked and not here keeps its place without its words. */
function tickets(rows: Props['rows'], unit: UnitCode, chosen: readonly TicketId[]): readonly Option[] {
  const own = [...rows.values()].filter((row) => row.lead === unit || chosen.includes(row.id));
  const gone = chosen.filter((id) => !rows.has(id)).map((id) => ({ value: id, label: '不在本机的工单' }));
  return [
    ...own.toSorted((a, b) => (a.acceptedAt > b.acceptedAt ? -1 : 1)).map((row) => ({ value: row.id, label: `${row.title}（${row.no}）` })),
    ...gone,
  ];
}

const BY_LABEL = { filterOption: (typed: string, option?: Option) => option?.label.includes(typed) === true };

export function TaskFields({ values, faults, unit, reference, rows, change }: Props) {
  const chosen = (values['tickets'] ?? []) as TicketId[];
  return (
    <>
      <Field id="task-title" label="任务名称" required fault={faults['title']}>
        <Input
          id="task-title"
          data-testid="task-title"
          maxLength={80}
          value={(values['title'] as string | undefined) ?? ''}
          placeholder="例如：一网格路灯集中排查"
          onChange={(event) => change('title', event.target.value)}
        />
      </Field>
      <Field
        id="task-plan"
        label="治理方案"
        required
        fault={faults['plan']}
        help="查什么原因、分几步、谁配合。本单位和该网格的人员会看到，不写诉求人信息。"
      >
        <Input.TextArea
          id="task-plan"
          data-testid="task-plan"
          maxLength={2000}
          autoSize={{ minRows: 3, maxRows: 12 }}
          value={(values['plan'] as string | undefined) ?? ''}
          onChange={(event) => change('plan', event.target.value)}
        />
      </Field>
      <div className="task-pair">
        <Field id="task-responsible" label="责任人" required fault={faults['responsible']}>
          <Select
            id="task-responsible"
            data-testid="task-responsible"
            showSearch={BY_LABEL}
            placeholder="请选择"
            value={values['responsible'] as string | undefined}
            options={[...people(reference, unit)]}
            onChange={(value) => change('responsible', value)}
          />
        </Field>
        <Field id="task-due" label="完成时限" required fault={faults['due']}>
          <InstantPicker
            id="task-due"
            name="reviewAt"
            ahead
            required
            empty="请选择时间"
            described={{}}
            value={values['due']}
            onChange={(value) => change('due', value)}
          />
        </Field>
      </div>
      <Field id="task-grid" label="涉及网格" help="该网格的网格员会看到任务，并可登记进展。全街道的任务可不选。">
        <Select
          id="task-grid"
          data-testid="task-grid"
          allowClear={values['grid'] === undefined || faults['grid'] === undefined}
          showSearch={BY_LABEL}
          placeholder="不限网格"
          value={values['grid'] as string | undefined}
          options={[...grids(reference, unit)]}
          onChange={(value: string | undefined) => change('grid', value)}
          notFoundContent="本单位还没有划分网格"
        />
      </Field>
      <Field id="task-tickets" label={`关联工单（${chosen.length} 件）`} help="按标题或编号查找，可多选。">
        <Select
          id="task-tickets"
          data-testid="task-tickets"
          mode="multiple"
          maxTagCount={8}
          labelRender={({ label }) => String(label).replace(/（[^（]*）$/u, '')}
          showSearch={BY_LABEL}
          placeholder="可不选"
          value={chosen as string[]}
          options={[...tickets(rows, unit, chosen)]}
          onChange={(value) => change('tickets', value)}
          notFoundContent="没有符合的工单"
        />
      </Field>
    </>
  );
}
