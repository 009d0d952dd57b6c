/** 受理引导 (art. 9): six questions beside the registration; one that holds opens what is said and done, the usual case needs no click. */
import { Button, Radio, Select } from 'antd';
import { actionRule } from '../../../shared/hotline/actions/index.ts';
import { EMERGENCY_NUMBERS } from '../../../shared/hotline/emergency-numbers.ts';
import type { Reference, Replica } from '../../replica/door.ts';
import { fieldsOf, type Values } from '../../ui/form-body.ts';
import { SchemaField } from '../../ui/schema-field.tsx';
import { MARKET_AND_SOCIETY, OTHER_AUTHORITIES, PERSUASION, type Channel } from './channel-directory.ts';
import { EarlierMatter } from './earlier-matter.tsx';
import { followUpKind, questionsFor, type EmergencyWay, type IntakeClass } from './intake-classes.ts';

/** What was chosen and typed; kept with the registration's draft. */
export type IntakeState = Readonly<{ chosen?: IntakeClass; way: EmergencyWay; values: Values }>;
export const NO_INTAKE: IntakeState = { way: 'notify', values: {} };

/** The article itself is what was chosen; it is not asked again. */
export function withArticle({ chosen, values }: IntakeState): Values {
  return chosen === undefined || chosen === 'answer' ? values : { ...values, article: chosen };
}

type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  state: IntakeState;
  faults: Readonly<Record<string, string>>;
  /** 电话通报要点, from what is typed beside it. */
  script: string;
  locked: boolean;
  onChange: (state: IntakeState) => void;
  say: (text: string) => void;
}>;

/** Named at once; where the caller calls them, which one was named is one press. */
function Numbers({ onTold }: Readonly<{ onTold: ((words: string) => void) | undefined }>) {
  return (
    <dl className="emergency-numbers" aria-label="紧急电话" data-testid="emergency-numbers">
      {EMERGENCY_NUMBERS.map(([number, what]) => (
        <div key={number}>
          <dt>{number}</dt>
          <dd>{what}</dd>
          {onTold === undefined ? null : (
            <dd>
              <Button size="small" onClick={() => onTold(`${number} ${what}`)} aria-label={`已告知拨打 ${number}`}>
                已告知
              </Button>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

function Directory({ list, onChoose }: Readonly<{ list: readonly Channel[]; onChoose: (channel: Channel) => void }>) {
  return (
    <div className="field">
      <label className="field-label" htmlFor="intake-directory">
        渠道目录
      </label>
      <Select
        id="intake-directory"
        showSearch={{ optionFilterProp: 'label' }}
        placeholder="按类别选择，自动填入渠道和说明"
        style={{ width: '100%' }}
        options={list.map((one) => ({ value: one.id, label: one.name }))}
        onChange={(id) => {
          const found = list.find((one) => one.id === id);
          if (found !== undefined) onChoose(found);
        }}
      />
    </div>
  );
}

function Emergency({ state, script, roles, onChange, say }: Props & Readonly<{ roles: Replica['me']['roles'] }>) {
  const guides = roles.includes('operator') || roles.includes('clerk');
  const told = (channel: string): void => {
    const explanation = `情况紧急，已告知您立即拨打 ${channel}，由其当场处置。`;
    onChange({ ...state, values: { ...state.values, channel, explanation } });
  };
  return (
    <>
      <p className="intake-lead">请立即告知对方拨打：</p>
      <Numbers onTold={state.way === 'guide' ? told : undefined} />
      {guides ? (
        <Radio.Group
          aria-label="怎样处理"
          className="intake-way"
          value={state.way}
          onChange={(event) => onChange({ ...state, way: event.target.value as EmergencyWay })}
          options={[
            { value: 'notify', label: '灾害、事故、公共卫生、社会安全事件：立即通报' },
            { value: 'guide', label: '已告知对方自行拨打，不再派单' },
          ]}
        />
      ) : null}
      {state.way === 'notify' ? (
        <div className="intake-note" data-testid="phone-script">
          <b>电话通报要点</b>
          <p>{script}</p>
          <Button
            size="small"
            onClick={() => {
              void navigator.clipboard.writeText(script).then(() => say('已复制'));
            }}
          >
            复制
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** What helps to fill in the step: numbers, directory, progress, words. */
function Aid(props: Props) {
  const { replica, reference, state, onChange } = props;
  const tell = (values: Values): void => onChange({ ...state, values: { ...state.values, ...values } });
  const choose = ({ channel, words, secret }: Channel): void =>
    tell({ channel, explanation: words, ...(secret === true ? { secret: true } : {}) });
  switch (state.chosen) {
    case '9-1':
      return <Emergency {...props} roles={replica.me.roles} />;
    case '9-2':
      return <p className="quiet">先登记，再通知补正：等待期间不计办理时限。</p>;
    case '9-3':
      return <Directory list={OTHER_AUTHORITIES} onChoose={choose} />;
    case '9-4':
      return (
        <EarlierMatter
          replica={replica}
          reference={reference}
          no={typeof state.values['reference'] === 'string' ? state.values['reference'] : ''}
          onTell={(explanation) => tell({ explanation })}
        />
      );
    case '9-5':
      return <Directory list={MARKET_AND_SOCIETY} onChoose={choose} />;
    case '9-6':
      return <p className="quiet">耐心劝导，说明法律后果；对方仍坚持的，如实记录。</p>;
    default:
      return <p className="quiet">答复内容可供诉求人查询；引用知识库的，写明条目。</p>;
  }
}

/** Words that are known beforehand stand in the fields at once, and may be changed. */
export function firstValues(chosen: IntakeClass): Values {
  switch (chosen) {
    case '9-6':
      return { channel: PERSUASION.channel, explanation: PERSUASION.words };
    case '9-4':
      return { channel: '12345 热线告知办理进度' };
    default:
      return {};
  }
}

function Step(props: Props & Readonly<{ chosen: IntakeClass }>) {
  const { replica, reference, state, faults, locked, chosen, onChange, say } = props;
  const kind = followUpKind(chosen, state.way, replica.me.roles);
  const rule = actionRule(kind);
  if (rule === undefined) return null;
  const values = withArticle(state);
  const first = chosen === '9-4' ? ['reference'] : [];
  const fields = fieldsOf(rule.body, values, { kind, ticket: undefined, context: undefined }).filter(({ name }) => name !== 'article');
  const field = ({ name, field: schema, required }: (typeof fields)[number]) => (
    <SchemaField
      key={name}
      name={name}
      path={name}
      field={schema}
      required={required}
      value={values[name]}
      onChange={(value) => onChange({ ...state, values: { ...state.values, [name]: value } })}
      replica={replica}
      reference={reference}
      kind={kind}
      ticket={undefined}
      faults={faults}
      hints={{}}
      say={say}
    />
  );
  return (
    <div className="intake-step" data-testid={`intake-${chosen}`}>
      {fields.filter(({ name }) => first.includes(name)).map(field)}
      <Aid {...props} />
      {fields.filter(({ name }) => !first.includes(name)).map(field)}
      {locked ? null : (
        <Button size="small" onClick={() => onChange(NO_INTAKE)} data-testid="intake-back">
          不是这种情形，返回
        </Button>
      )}
    </div>
  );
}

export function Intake(props: Props) {
  const { replica, state, onChange } = props;
  const questions = questionsFor(replica.me.roles);
  const asked = questions.find((one) => one.id === state.chosen);
  return (
    <section className="intake" aria-label="受理引导（第九条）">
      <h2>受理引导（第九条）</h2>
      {asked === undefined ? (
        <>
          <p className="quiet">都不是的，直接保存，按常规派单。</p>
          <div className="intake-questions">
            {questions.map((one) => (
              <button
                key={one.id}
                type="button"
                data-testid={`intake-ask-${one.id}`}
                onClick={() => onChange({ ...NO_INTAKE, chosen: one.id, values: firstValues(one.id) })}
              >
                <b>{one.short}</b>
                <span>{one.asks}</span>
              </button>
            ))}
          </div>
        </>
      ) : (
        <>
          <p className="intake-chosen">{asked.short}</p>
          <Step {...props} chosen={asked.id} />
        </>
      )}
    </section>
  );
}
