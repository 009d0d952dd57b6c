/** 登记: a call at the city, a walk-in at the street, or what a grid worker found (article 9; F04). */
import { Alert, Button, Form, Input, Modal, Radio, Select } from 'antd';
import { useEffect, useState } from 'react';
import { GLOSSARY, term } from '../../../shared/hotline/glossary.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import { ulid } from 'ulid';
import type { Reference, Replica } from '../../replica/door.ts';
import { streetChoices } from '../../ui/choices.ts';

type Values = {
  title?: string;
  content?: string;
  kind?: string;
  urgency?: string;
  name?: string;
  phone?: string;
  address?: string;
  street?: string;
  toCity?: boolean;
};
type Props = Readonly<{ replica: Replica; reference: Reference; onSaved: (id: TicketId) => void; onClose: () => void }>;

/** What is typed before the matter has an id of its own is kept under this one (F60). */
const DRAFT = 'ticket:register' as TicketId;
const DRAFT_MS = 600;

function choices(words: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

function sourceOf(replica: Replica): 'phone' | 'walkIn' | 'gridSelfFound' {
  if (replica.me.roles.includes('operator')) return 'phone';
  return replica.me.roles.includes('clerk') ? 'walkIn' : 'gridSelfFound';
}

const AFTER: Readonly<Record<ReturnType<typeof sourceOf>, string>> = {
  phone: '保存后进入“待派单”，派单时限开始计算。',
  walkIn: '保存后由本单位首接办理，直接进入“待下派”；不属本单位的请选“转市派单”。',
  gridSelfFound: '保存后由您承办，出现在“我的任务”。',
};

export function RegisterForm({ replica, reference, onSaved, onClose }: Props) {
  const [form] = Form.useForm<Values>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const source = sourceOf(replica);
  const own = /^[0-9]{9}$/u.test(replica.me.unit) ? replica.me.unit : undefined;
  const typed = Form.useWatch([], form) as Values | undefined;
  useEffect(() => {
    void replica.loadDraft(DRAFT, 'register').then((draft) => {
      if (draft !== undefined && !form.isFieldsTouched()) form.setFieldsValue(draft as Values);
    });
  }, [replica, form]);
  useEffect(() => {
    if (typed === undefined || !form.isFieldsTouched()) return;
    const timer = setTimeout(() => void replica.saveDraft(DRAFT, 'register', JSON.parse(JSON.stringify(typed)) as Values), DRAFT_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [typed, replica, form]);
  const save = async (values: Values): Promise<void> => {
    const ticket = `ticket:${ulid()}` as TicketId;
    const street = values.street ?? own;
    const body = {
      source,
      kind: values.kind,
      urgency: values.urgency ?? 'normal',
      title: values.title?.trim(),
      content: values.content?.trim(),
      complainant: {
        kind: 'natural',
        ...(values.name ? { name: values.name.trim() } : {}),
        ...(values.phone ? { phone: values.phone.trim() } : {}),
      },
      ...(values.address ? { address: { text: values.address.trim() } } : {}),
      ...(street === undefined ? {} : { region: { street, district: street.slice(0, 6) } }),
      ...(source === 'walkIn' && values.toCity === true ? { toCity: true } : {}),
    };
    setBusy(true);
    const outcome = await replica.act({ ticket, kind: 'register', body });
    setBusy(false);
    if (!outcome.ok) {
      setProblem(outcome.message);
      return;
    }
    await replica.dropDraft(DRAFT, 'register');
    onSaved(ticket);
  };
  return (
    <Modal open title={`登记诉求（${term('source', source)}）`} width={760} onCancel={onClose} footer={null} style={{ top: 24 }}>
      <Form
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        onFinish={(values: Values) => void save(values)}
        initialValues={{ urgency: 'normal', toCity: false }}
      >
        <Form.Item name="title" label="诉求主题" rules={[{ required: true, whitespace: true, message: '请写一句话主题' }]}>
          <Input maxLength={300} data-testid="register-title" placeholder="一句话说清地点和事情" />
        </Form.Item>
        <Form.Item name="content" label="诉求内容" rules={[{ required: true, whitespace: true, message: '请写明诉求内容' }]}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={20_000} data-testid="register-content" />
        </Form.Item>
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
        {source === 'walkIn' ? (
          <Form.Item name="toCity" label="由谁办理">
            <Radio.Group
              options={[
                { value: false, label: '本单位首接' },
                { value: true, label: '转市派单' },
              ]}
            />
          </Form.Item>
        ) : null}
        {problem === undefined ? null : <Alert role="alert" type="warning" showIcon title={problem} style={{ marginBottom: 12 }} />}
        <div className="form-end">
          <p className="quiet">{AFTER[source]}断网时同样可以登记，编号在送达后由市级给出。</p>
          <div className="actions">
            <Button type="primary" htmlType="submit" loading={busy} data-testid="register-save">
              保存登记
            </Button>
            <Button onClick={onClose}>暂不登记</Button>
          </div>
        </div>
      </Form>
    </Modal>
  );
}
