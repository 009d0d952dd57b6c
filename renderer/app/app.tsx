/** From an unknown device to a person's desk: enrol, sign in, work; switching people closes the one before. */
import { Alert, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useState } from 'react';
import { Enrolment, SignIn } from '../features/sign-in/index.ts';
import type { DeviceRecord, HostResult } from '../../shared/host/contract.ts';
import type { Replica } from '../replica/door.ts';
import { Desk } from './desk.tsx';
import { appPlatform } from './platform.ts';
import { useScreen } from './screen-state.ts';

const platform = appPlatform();
const THEME = {
  components: { Form: { itemMarginBottom: 12, verticalLabelPadding: '0 0 2px' } },
  token: {
    colorPrimary: '#1d4f91',
    colorLink: '#0b57b0',
    colorTextPlaceholder: '#5f6b7d',
    colorTextDescription: '#56637a',
    borderRadius: 4,
    fontSize: 14,
    fontFamily: "'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif",
  },
};

export function App() {
  const [info, setInfo] = useState<HostResult<'host.info'>>();
  const [device, setDevice] = useState<DeviceRecord | null>();
  const [replica, setReplica] = useState<Replica>();
  const reset = useScreen((screen) => screen.reset);
  useEffect(() => {
    void platform.host.call('host.info', {}).then(setInfo);
    void platform.host.call('device.load', {}).then(setDevice);
  }, []);
  const leave = (): void => {
    const before = replica;
    setReplica(undefined);
    reset();
    void before?.close();
  };
  return (
    <ConfigProvider locale={zhCN} button={{ autoInsertSpace: false }} theme={THEME}>
      {info?.kind === 'browser' ? (
        <Alert banner type="info" title="演示模式：在浏览器中运行，没有磁盘上的第二份记录，请勿用于正式办理。" />
      ) : null}
      {info === undefined || device === undefined ? null : device === null ? (
        <Enrolment platform={platform} demo={info.demo} onEnrolled={setDevice} />
      ) : replica === undefined ? (
        <SignIn platform={platform} device={device} demo={info.demo} onOpen={setReplica} />
      ) : (
        <Desk key={replica.me.id} replica={replica} onLeave={leave} />
      )}
    </ConfigProvider>
  );
}
