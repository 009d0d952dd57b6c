/** 登记: a call at the city, a walk-in at the street, or what a grid worker found (article 9; F04), and what article 9 does with it. */
import { Alert, Button, Form, Input, Modal, Radio, Select, type FormInstance } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { actionRule } from '../../../shared/hotline/actions/index.ts';
import { toInstant } from '../../../shared/hotline/calendar.ts';
import { GLOSSARY, term } from '../../../shared/hotline/glossary.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import { chineseTime } from '../../../shared/papers/chinese-time.ts';
import { phoneScript } from '../../../shared/papers/phone-script.ts';
import { ulid } from 'ulid';
import type { Reference, Replica, TicketView } from '../../replica/door.ts';
import { categoryChoices, streetChoices } from '../../ui/choices.ts';
import { bodyOf, faultsOf } from '../../ui/form-body.ts';
import { CategorySuggestions, PossibleDuplicates, StreetSuggestions } from '../suggestion/index.ts';
import { followUpKind, needsOwnLead, questionsFor } from './intake-classes.ts';
import { firstValues, Intake, NO_INTAKE, withArticle, type IntakeState } from './intake.tsx';
import { useRegistrationDraft } from './registration-draft.ts';
import { matterOf, registration, sourceOf, type Source, type Typed } from './registration.ts';
import { REGISTER_DRAFT, saveFollowUp, saveRegistration, type Follow, type Saved } from './save-registration.ts';

/** `kinds`: what was saved, in order. */
type Props = Readonly<{
  replica: Replica;
  reference: Reference;
  onSaved: (id: TicketId, kinds: readonly string[]) => void;
  onOpen: (id: TicketId) => void;
  onLookedUp: (view: TicketView) => void;
  onClose: () => void;
  say: (text: string) => void;
}>;

function choices(words: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

const AFTER: Readonly<Record<Source, string>> = {
  phone: '保存后进入“待派单”，派单时限开始计算。',
  walkIn: '保存后由本单位首接办理，直接进入“待下派”；不属本单位的请选“转市派单”。',
  gridSelfFound: '保存后由您承办，出现在“我的任务”。',
};

/** Where the second step ends it or moves it on. */
const AFTER_BOTH: Readonly<Record<string, string>> = {
  directAnswer: '登记和答复一起保存，工单以“直接答复”结束，不再派单。',
  guideOut: '登记和告知一起保存，工单以“不予受理·已告知”结束，不再派单。',
  proposeGuideOut: '登记和申请一起保存，分管领导签批、市级同意后以“不予受理·已告知”结束。',
  requestMaterial: '登记和通知一起保存，工单等诉求人补正，期间不计办理时限。',
  notifyEmergency: '登记和通报一起保存，工单按特急继续办理。',
};

/** What the phone call to the services says (F24); whoever reports an offence is not named. */
function scriptOf(typed: Typed, replica: Replica, reference: Reference): string {
  const caller = [typed.name, typed.phone].filter((one) => one !== undefined && one !== '').join('，电话 ');
  return phoneScript({
    unit: reference.units.get(replica.me.unit)?.name ?? '',
    reader: replica.me.name,
    known: chineseTime(toInstant(Date.now())),
    place: typed.address,
    what: typed.title ?? typed.content,
    contact: typed.kind === 'report' ? undefined : caller,
  }).join('\n');
}

type ParticularsProps = Readonly<{
  form: FormInstance<Typed>;
  typed: Typed;
  source: Source;
  own: string | undefined;
  replica: Replica;
  reference: Reference;
  locked: boolean;
  /** What follows needs this unit's own lead. */
  kept: boolean;
}>;

function Particulars({ form, typed, source, own, replica, reference, locked, kept }: ParticularsProps) {
  return (
    <Form form={form} layout="vertical" disabled={locked} initialValues={{ urgency: 'normal', toCity: false }}>
      <Form.Item name="title" label="诉求主题" rules={[{ required: true, whitespace: true, message: '请写一句话主题' }]}>
        <Input maxLength={300} data-testid="register-title" placeholder="一句话说清地点和事情" />
      </Form.Item>
      <Form.Item name="content" label="诉求内容" rules={[{ required: true, whitespace: true, message: '请写明诉求内容' }]}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={20_000} data-testid="register-content" />
      </Form.Item>
      <Form.Item name="category" label="事项分类">
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={[...categoryChoices(reference)]}
          placeholder="可不填，派单时确定"
          data-testid="register-category"
        />
      </Form.Item>
      {locked ? null : (
        <CategorySuggestions
          replica={replica}
          reference={reference}
          title={typed.title ?? ''}
          content={typed.content ?? ''}
          chosen={typed.category}
          onTake={({ code }) => form.setFieldsValue({ category: code })}
        />
      )}
      <Form.Item name="kind" label="诉求类型" rules={[{ required: true, message: '请选择诉求类型' }]}>
        <Radio.Group options={choices(GLOSSARY.kind)} />
      </Form.Item>
      <Form.Item name="urgency" label="紧急程度">
        <Radio.Group options={choices(GLOSSARY.urgency)} />
      </Form.Item>
      <div className="two-columns">
        <Form.Item name="name" label="诉求人">
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item name="phone" label="联系电话" extra="不填则无法回访">
          <Input maxLength={30} inputMode="tel" autoComplete="off" />
        </Form.Item>
        <Form.Item name="address" label="事发地址">
          <Input maxLength={300} autoComplete="off" />
        </Form.Item>
        <Form.Item name="street" label="所属街道">
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            options={[...streetChoices(reference)]}
            placeholder={own === undefined ? '可在派单时补充' : '默认本街道'}
          />
        </Form.Item>
      </div>
      {locked ? null : (
        <StreetSuggestions
          reference={reference}
          address={typed.address ?? ''}
          chosen={typed.street}
          onTake={(street) => form.setFieldsValue({ street })}
        />
      )}
      {source === 'walkIn' ? (
        <Form.Item name="toCity" label="由谁办理">
          <Radio.Group
            disabled={locked || kept}
            options={[
              { value: false, label: '本单位首接' },
              { value: true, label: '转市派单' },
            ]}
          />
        </Form.Item>
      ) : null}
    </Form>
  );
}

/** What was typed, or nothing with the first fault in sight. */
async function checked(form: FormInstance<Typed>): Promise<Typed | undefined> {
  try {
    return await form.validateFields();
  } catch {
    const first = form.getFieldsError().find((one) => one.errors.length > 0);
    if (first !== undefined) form.scrollToField(first.name, { focus: true });
    return undefined;
  }
}

export function RegisterForm({ replica, reference, onSaved, onOpen, onLookedUp, onClose, say }: Props) {
  const [form] = Form.useForm<Typed>();
  const [intake, setIntake] = useState<IntakeState>(NO_INTAKE);
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  /** Saved already: only what follows it is still to be saved. */
  const [registered, setRegistered] = useState<TicketId>();
  const touched = useRef(false);
  /** How urgent it was before it was called an emergency. */
  const calm = useRef<string>(undefined);
  const { roles } = replica.me;
  const source = sourceOf(roles);
  const own = /^[0-9]{9}$/u.test(replica.me.unit) ? replica.me.unit : undefined;
  const typed = (Form.useWatch([], form) as Typed | undefined) ?? {};
  const guided = questionsFor(roles).length > 0;
  const follow = intake.chosen === undefined ? undefined : followUpKind(intake.chosen, intake.way, roles);

  useEffect(() => {
    void replica.loadDraft(REGISTER_DRAFT, 'register').then((draft) => {
      if (draft === undefined || touched.current || form.isFieldsTouched()) return;
      const { intake: kept, ...values } = draft as Typed & { intake?: IntakeState };
      form.setFieldsValue(values);
      if (kept !== undefined) setIntake(kept);
    });
  }, [replica, form]);
  const kept = JSON.stringify({ ...typed, ...(intake.chosen === undefined ? {} : { intake }) });
  const isTouched = useCallback(() => touched.current || form.isFieldsTouched(), [form]);
  const draft = useRegistrationDraft(replica, kept, isTouched);

  const change = (next: IntakeState): void => {
    touched.current = true;
    setIntake(next);
    setFaults({});
    setProblem(undefined);
    if (next.chosen === '9-1' && intake.chosen !== '9-1') {
      calm.current = form.getFieldValue('urgency') as string | undefined;
      form.setFieldsValue({ urgency: 'emergency' });
    } else if (next.chosen !== '9-1' && calm.current !== undefined) {
      // No emergency after all: as urgent as it was before.
      form.setFieldsValue({ urgency: calm.current });
      calm.current = undefined;
    }
    // An office proposes only for what it leads.
    if (next.chosen !== undefined && needsOwnLead(followUpKind(next.chosen, next.way, roles))) form.setFieldsValue({ toCity: false });
  };

  /** It is the same matter as an earlier one, says the person (art. 9(4)). */
  const same = questionsFor(roles).some(({ id }) => id === '9-4')
    ? (no: string): void => change({ ...NO_INTAKE, chosen: '9-4', values: { ...firstValues('9-4'), reference: no } })
    : undefined;

  const caller = roles.includes('operator') ? { reference, phone: typed.phone, onLookedUp } : undefined;

  /** The second step's body, or nothing with its faults beside the fields. */
  const followUp = (): Follow | 'faulty' | undefined => {
    const rule = follow === undefined ? undefined : actionRule(follow);
    if (follow === undefined || rule === undefined) return undefined;
    const about = { kind: follow, ticket: undefined, context: undefined };
    const body = bodyOf(rule.body, withArticle(intake), {}, about);
    const found = faultsOf(rule.body, body, about);
    setFaults(found);
    if (Object.keys(found).length === 0) return { kind: follow, body };
    setProblem(`还不能保存：${Object.values(found).join('；')}。`);
    return 'faulty';
  };
  const finish = (saved: Saved, second: Follow | undefined): void => {
    setBusy(false);
    if (saved.ok) {
      onSaved(saved.ticket, ['register', ...(second === undefined ? [] : [second.kind])]);
      return;
    }
    if (saved.registered) setRegistered(saved.ticket);
    else draft.resume();
    setProblem(
      saved.registered
        ? `登记已保存在本机，不会丢失。“${term('action', second?.kind)}”没有保存：${saved.message}可修改后再保存，或打开工单办理，已填内容会保留。`
        : saved.message,
    );
  };
  const save = async (): Promise<void> => {
    setProblem(undefined);
    const values = registered === undefined ? await checked(form) : {};
    const second = followUp();
    if (values === undefined || second === 'faulty') return;
    setBusy(true);
    draft.pause();
    if (registered === undefined) {
      const body = registration(values, source, own, intake, reference.categories.get(values.category ?? ''));
      finish(await saveRegistration(replica, `ticket:${ulid()}` as TicketId, body, second), second);
    } else if (second !== undefined) finish(await saveFollowUp(replica, registered, second), second);
  };

  return (
    <Modal
      open
      title={`登记诉求（${term('source', source)}）`}
      width={guided ? 1120 : 760}
      onCancel={registered === undefined ? onClose : () => onOpen(registered)}
      footer={null}
      style={{ top: 24 }}
    >
      <div className={guided ? 'register-columns' : undefined}>
        <Particulars
          form={form}
          typed={typed}
          source={source}
          own={own}
          replica={replica}
          reference={reference}
          locked={registered !== undefined}
          kept={follow !== undefined && needsOwnLead(follow)}
        />
        <div>
          {registered === undefined ? (
            <PossibleDuplicates replica={replica} matter={matterOf(typed)} onOpen={onOpen} onSame={same} caller={caller} />
          ) : null}
          {guided ? (
            <Intake
              replica={replica}
              reference={reference}
              state={intake}
              faults={faults}
              script={scriptOf(typed, replica, reference)}
              locked={registered !== undefined}
              onChange={change}
              say={say}
            />
          ) : null}
        </div>
      </div>
      <div className="register-end">
        {problem === undefined ? null : (
          <Alert role="alert" type="warning" showIcon title={problem} style={{ marginBottom: 12 }} data-testid="register-problem" />
        )}
        <div className="form-end">
          <p className="quiet">
            {registered === undefined
              ? `${(follow === undefined ? undefined : AFTER_BOTH[follow]) ?? AFTER[source]}断网时同样可以登记，编号在送达后由市级给出。`
              : '登记已保存，只需保存下一步。'}
          </p>
          <div className="actions">
            <Button type="primary" loading={busy} onClick={() => void save()} data-testid="register-save">
              {registered !== undefined
                ? `保存${term('action', follow)}`
                : follow === undefined
                  ? '保存登记'
                  : `保存登记并${term('action', follow)}`}
            </Button>
            {registered === undefined ? (
              <Button onClick={onClose}>暂不登记</Button>
            ) : (
              <Button onClick={() => onOpen(registered)} data-testid="register-open">
                打开工单办理
              </Button>
            )}
          </div>
        </div>
      </div>
    </Modal>
  );
}
