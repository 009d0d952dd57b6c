/** The input of one field, by its `x-widget` (`shared/hotline/schema-builders.ts`). */
import { AutoComplete, Input, Radio, Select } from 'antd';
import { toInstant } from '../../shared/hotline/calendar.ts';
import type { EvidenceClaim } from '../../shared/hotline/ticket-parts.ts';
import type { PersonId, TicketId, UnitCode } from '../../shared/hotline/ids.ts';
import { citationOf, isExpired } from '../../shared/knowledge/find-articles.ts';
import type { SlimRow } from '../replica/door.ts';
import {
  categoryChoices,
  clauseChoices,
  communityChoices,
  streetChoices,
  unitChoices,
  wordChoices,
  workerChoices,
  type Option,
} from './choices.ts';
import { useAway } from './absences.ts';
import { AwayHint } from './away-hint.tsx';
import { InstantPicker } from './instant-picker.tsx';
import { TicketNumber } from './ticket-number.tsx';
import { UnitContact } from './unit-contact.tsx';
import { UsualLines } from './usual-lines.tsx';
import { PhotoPicker } from './photo-picker.tsx';
import type { WidgetProps } from './field.ts';
import { useNow, useObservable } from './use-observable.ts';

const NONE: ReadonlyMap<TicketId, SlimRow> = new Map();
/** Times that lie ahead; all others have just been. */
const AHEAD = ['reviewAt', 'deadline', 'due'];
/** Other tickets, named by their number. */
const TICKET_NUMBERS = ['main', 'earlier', 'reference'];
/** As many fit one line of radio buttons. */
const FEW = 6;

function Pick({ id, name, described, value, onChange, list, empty }: WidgetProps & Readonly<{ list: readonly Option[]; empty?: string }>) {
  return (
    <Select
      id={id}
      {...described}
      data-testid={`field-${name}`}
      showSearch={{
        filterOption: (typed, option) => option?.label.includes(typed) === true || option?.search?.startsWith(typed) === true,
      }}
      allowClear
      value={value as string | undefined}
      options={[...list]}
      onChange={onChange}
      placeholder="请选择，可输入文字查找"
      notFoundContent={empty ?? '没有符合的选项，请换个词查找'}
    />
  );
}

function Worker(props: WidgetProps) {
  const rows = useObservable(props.replica.rows, NONE);
  const away = useAway(props.replica);
  const now = useNow();
  const { reference, value, onChange } = props;
  const list = workerChoices(reference, props.ticket, rows, props.kind);
  const marked = list.map((one) => (away.has(one.value as PersonId) ? { ...one, label: one.label.replace('（', '（休假，') } : one));
  return (
    <>
      <Pick {...props} list={marked} empty="本单位还没有网格员" />
      <AwayHint
        person={value as PersonId | undefined}
        away={away}
        reference={reference}
        now={now}
        offered={(deputy) => list.some((one) => one.value === deputy)}
        onTake={onChange}
      />
    </>
  );
}

function CategoryPick(props: WidgetProps) {
  const categories = [...props.reference.categories.values()];
  return (
    <Pick
      {...props}
      value={(props.value as { code?: string } | undefined)?.code}
      list={categoryChoices(props.reference)}
      onChange={(code) => {
        const found = categories.find((one) => one.code === code);
        props.onChange(found === undefined ? undefined : { code: found.code, path: [...found.path], version: found.version });
      }}
    />
  );
}

function RegionPick(props: WidgetProps) {
  return (
    <Pick
      {...props}
      value={(props.value as { street?: string } | undefined)?.street}
      list={streetChoices(props.reference)}
      onChange={(street) => props.onChange(typeof street === 'string' ? { street, district: street.slice(0, 6) } : undefined)}
    />
  );
}

/** An entry that is in force, found by a part of its title or code; or what the person types. */
function ArticlePick({ id, name, described, value, onChange, reference }: WidgetProps) {
  const now = toInstant(useNow());
  const list = [...reference.articles.values()].filter((one) => !isExpired(one, now));
  return (
    <AutoComplete
      id={id}
      {...described}
      data-testid={`field-${name}`}
      value={(value as string | undefined) ?? ''}
      options={list.map((one) => ({ value: citationOf(one), label: `${one.title}（${one.code}）` }))}
      showSearch={{ filterOption: (typed, option) => option?.label.includes(typed) === true }}
      onChange={(typed: string) => onChange(typed === '' ? undefined : typed)}
      placeholder="输入标题查找"
    />
  );
}

function Radios({
  id,
  described,
  value,
  onChange,
  list,
}: WidgetProps & Readonly<{ list: readonly Readonly<{ value: unknown; label: string }>[] }>) {
  return (
    <Radio.Group
      id={id}
      {...described}
      aria-labelledby={`${id}-label`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      options={list.map((one) => ({ value: one.value as string, label: one.label }))}
    />
  );
}

function Text({ id, name, kind, described, field, value, onChange }: WidgetProps) {
  const inner = field['x-widget'] === 'address';
  const text = (inner ? (value as { text?: string } | undefined)?.text : (value as string | undefined)) ?? '';
  const say = (typed: string): void => onChange(inner ? (typed === '' ? undefined : { text: typed }) : typed);
  if (field['x-widget'] === 'longText')
    return (
      <>
        <Input.TextArea
          id={id}
          {...described}
          data-testid={`field-${name}`}
          autoSize={{ minRows: 2, maxRows: 10 }}
          maxLength={field.maxLength ?? 2000}
          showCount={text.length > 200}
          value={text}
          onChange={(event) => say(event.target.value)}
        />
        <UsualLines kind={kind} name={name} text={text} onChange={say} />
      </>
    );
  return (
    <Input
      id={id}
      {...described}
      data-testid={`field-${name}`}
      maxLength={field.maxLength ?? 300}
      value={text}
      onChange={(event) => say(event.target.value)}
    />
  );
}

export function Widget(props: WidgetProps) {
  const { field, value, onChange, reference, ticket } = props;
  switch (field['x-widget']) {
    case 'evidence':
      return (
        <PhotoPicker
          replica={props.replica}
          value={(value as readonly EvidenceClaim[] | undefined) ?? []}
          onChange={onChange}
          say={props.say}
        />
      );
    case 'instant':
      return <InstantPicker {...props} ahead={AHEAD.includes(props.name)} empty={field.description ?? '可不填'} />;
    case 'unit':
      return (
        <>
          <Pick {...props} list={unitChoices(reference, ticket, props.kind)} />
          <UnitContact replica={props.replica} reference={reference} unit={value as UnitCode | undefined} />
        </>
      );
    case 'person':
      return <Worker {...props} />;
    case 'community':
      return <Pick {...props} list={communityChoices(reference, ticket)} empty="本单位还没有划分社区" />;
    case 'category':
      return <CategoryPick {...props} />;
    case 'article':
      return <ArticlePick {...props} />;
    case 'region':
      return <RegionPick {...props} />;
    case 'clause':
      return <Pick {...props} list={clauseChoices(field, props.kind, ticket)} />;
    default:
  }
  if (field.type === 'boolean') {
    const [no = '否', yes = '是'] = field['x-labels'] ?? [];
    return (
      <Radios
        {...props}
        list={[
          { value: true, label: yes },
          { value: false, label: no },
        ]}
      />
    );
  }
  if (field.anyOf !== undefined) {
    const list = wordChoices(field);
    return list.length <= FEW ? <Radios {...props} list={list} /> : <Pick {...props} list={list} />;
  }
  return TICKET_NUMBERS.includes(props.name) ? <TicketNumber {...props} /> : <Text {...props} />;
}
