/** 登记: a call at the city, a walk-in at the street, or what a grid worker found (article 9; F04). */
import { Alert, Button, Form, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { GLOSSARY } from '../../../shared/hotline/glossary.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import { ulid } from 'ulid';
import type { Reference, Replica } from '../../replica/door.ts';

type Values = {
  title?: string;
  content?: string;
  kind?: string;
  urgency?: string;
  name?: string;
  phone?: string;
  address?: string;
  street?: string;
};
type Props = Readonly<{ replica: Replica; reference: Reference; onSaved: (id: TicketId) => void; onClose: () => void }>;

function choices(words: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

function sourceOf(replica: Replica): string {
  if (replica.me.roles.includes('operator')) return 'phone';
  return replica.me.roles.includes('clerk') ? 'walkIn' : 'gridSelfFound';
}

export function RegisterForm({ replica, reference, onSaved, onClose }: Props) {
  const [form] = Form.useForm<Values>();
  const [problem, setProblem] = useState<string>();
  const streets = [...reference.units.values()]
    .filter((unit) => unit.type === 'street')
    .map((unit) => ({ value: unit.code as string, label: unit.name }));
  const own = /^[0-9]{9}$/u.test(replica.me.unit) ? replica.me.unit : undefined;
  const save = async (values: Values): Promise<void> => {
    const ticket = `ticket:${ulid()}` as TicketId;
    const street = values.street ?? own;
    const body = {
      source: sourceOf(replica),
      kind: values.kind,
      urgency: values.urgency ?? 'normal',
      title: values.title?.trim(),
      content: values.content?.trim(),
      complainant: { kind: 'natural', ...(values.name ? { name: values.name } : {}), ...(values.phone ? { phone: values.phone } : {}) },
      ...(values.address ? { address: { text: values.address } } : {}),
      ...(street === undefined ? {} : { region: { street, district: street.slice(0, 6) } }),
    };
    const outcome = await replica.act({ ticket, kind: 'register', body });
    if (outcome.ok) onSaved(ticket);
    else setProblem(outcome.message);
  };
  return (
    <Modal open title="登记诉求" width={680} onCancel={onClose} footer={null}>
      <Form form={form} layout="vertical" onFinish={(values: Values) => void save(values)} initialValues={{ urgency: 'normal' }}>
        <Form.Item name="title" label="诉求主题" rules={[{ required: true, message: '请写一句话主题' }]}>
          <Input maxLength={300} data-testid="register-title" />
        </Form.Item>
        <Form.Item name="content" label="诉求内容" rules={[{ required: true, message: '请写明诉求内容' }]}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={20_000} data-testid="register-content" />
        </Form.Item>
        <Form.Item name="kind" label="诉求类型" rules={[{ required: true, message: '请选择诉求类型' }]}>
          <Radio.Group options={choices(GLOSSARY.kind)} />
        </Form.Item>
        <Form.Item name="urgency" label="紧急程度">
          <Radio.Group options={choices(GLOSSARY.urgency)} />
        </Form.Item>
        <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '0 12px' }}>
          <Form.Item name="name" label="诉求人">
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="phone" label="联系电话">
            <Input maxLength={30} />
          </Form.Item>
          <Form.Item name="address" label="事发地址">
            <Input maxLength={300} />
          </Form.Item>
          <Form.Item name="street" label="所属街道">
            <Select
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              options={streets}
              placeholder={own === undefined ? '请选择' : '默认本街道'}
            />
          </Form.Item>
        </div>
        {problem === undefined ? null : <Alert role="alert" type="warning" showIcon title={problem} style={{ marginBottom: 12 }} />}
        <Button type="primary" htmlType="submit" data-testid="register-save">
          保存登记
        </Button>
      </Form>
    </Modal>
  );
}
