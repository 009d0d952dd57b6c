/** Enrolment of the device, once, and sign-in of its people; an enrolled person gets in without a network. */
import { Alert, Button, Input, Radio } from 'antd';
import { useState } from 'react';
import { term } from '../../../shared/hotline/glossary.ts';
import type { PersonId } from '../../../shared/hotline/ids.ts';
import type { DeviceRecord, HostResult } from '../../../shared/host/contract.ts';
import type { Replica } from '../../replica/door.ts';
import type { Platform } from '../../replica/platform.ts';
import { enrolDevice, signIn } from '../../replica/session.ts';
import { unanswered, useBusy } from '../../ui/use-busy.ts';
import { ChooseOwn } from './choose-own.tsx';

type Demo = HostResult<'host.info'>['demo'];

export function Enrolment({
  platform,
  demo,
  onEnrolled,
}: Readonly<{ platform: Platform; demo: Demo; onEnrolled: (device: DeviceRecord) => void }>) {
  const [code, setCode] = useState(demo?.codes[0]?.code ?? '');
  const [problem, setProblem] = useState<string>();
  const [busy, during] = useBusy();
  const enrol = async (): Promise<void> => {
    const enrolled = await during(enrolDevice(platform, code, '工作台'), unanswered('注册'));
    if (enrolled.ok) onEnrolled(enrolled.device);
    else setProblem(enrolled.message);
  };
  return (
    <main className="sign-in card">
      <p className="sign-in-name">基层接诉工作台</p>
      <h1 className="ticket-title">注册本机</h1>
      <p>首次使用，请完整粘贴管理员发放的一次性注册码。注册后本机属于一个单位，以后断网也能使用。</p>
      {demo === undefined ? null : (
        <Radio.Group
          style={{ display: 'flex', flexDirection: 'column', gap: 6, marginBottom: 12 }}
          value={code}
          onChange={(event) => setCode(String(event.target.value))}
          options={demo.codes.map((one) => ({ value: one.code, label: `演示：${one.label}` }))}
        />
      )}
      <Input.TextArea
        aria-label="注册码"
        data-testid="enrol-code"
        autoSize={{ minRows: 2, maxRows: 4 }}
        placeholder="以 GD1. 开头，可直接粘贴"
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      {problem === undefined ? null : <Alert role="alert" type="warning" showIcon title={problem} style={{ marginTop: 10 }} />}
      <Button type="primary" size="large" loading={busy} onClick={() => void enrol()} style={{ marginTop: 12 }} data-testid="enrol">
        注册本机
      </Button>
      <p className="quiet">没有注册码？请联系本单位管理员；注册码只能用一次，须联网完成。</p>
    </main>
  );
}

export function SignIn({
  platform,
  device,
  demo,
  onOpen,
}: Readonly<{ platform: Platform; device: DeviceRecord; demo: Demo; onOpen: (replica: Replica) => void }>) {
  const [person, setPerson] = useState<PersonId | undefined>(device.people.length === 1 ? device.people[0]?.id : undefined);
  const [password, setPassword] = useState(demo?.password ?? '');
  const [problem, setProblem] = useState<string>();
  const [busy, during] = useBusy();
  const [choosing, setChoosing] = useState(false);
  const enter = async (own?: string): Promise<void> => {
    if (person === undefined || password === '') {
      setProblem('请选择姓名并输入密码。');
      return;
    }
    const opened = await during(signIn(platform, device, person, password, own), unanswered('登录'));
    if (opened.ok) {
      onOpen(opened.replica);
      return;
    }
    setProblem(opened.message === '' ? undefined : opened.message);
    setChoosing(opened.chooseOwn === true);
    // Whether the old or the new one counts now: what was typed is no good guess.
    if (own !== undefined && opened.chooseOwn !== true) setPassword('');
  };
  if (choosing)
    return (
      <main className="sign-in card">
        <p className="sign-in-name">基层接诉工作台</p>
        <h1 className="ticket-title">{device.unitName}</h1>
        <ChooseOwn
          name={device.people.find((one) => one.id === person)?.name ?? ''}
          busy={busy}
          problem={problem}
          onChoose={(own) => void enter(own)}
          onBack={() => {
            setChoosing(false);
            setProblem(undefined);
          }}
        />
      </main>
    );
  return (
    <main className="sign-in card">
      <p className="sign-in-name">基层接诉工作台</p>
      <h1 className="ticket-title">{device.unitName}</h1>
      <p>请选择姓名，输入本人密码。第一次在本机登录需要联网，以后断网也能登录。</p>
      <div className="people" role="group" aria-label="本机人员">
        {device.people.map((one) => (
          <button
            key={one.id}
            type="button"
            className="person"
            aria-pressed={one.id === person}
            data-testid={`sign-in-${one.id}`}
            onClick={() => setPerson(one.id)}
          >
            {one.name}
            <small>{one.roles.map((role) => term('role', role)).join('、')}</small>
          </button>
        ))}
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <Input.Password
          aria-label="密码"
          data-testid="password"
          placeholder="密码"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          style={{ margin: '14px 0 10px' }}
        />
        {problem === undefined ? null : <Alert role="alert" type="warning" showIcon title={problem} style={{ marginBottom: 10 }} />}
        <Button type="primary" size="large" htmlType="submit" loading={busy} data-testid="sign-in">
          进入工作台
        </Button>
        <p className="quiet">忘记密码请联系管理员。每个人的工单和记录分开保存，换人登录互相看不到。</p>
      </form>
    </main>
  );
}
