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

const WIPED = '?wiped';

/** The page anew: nothing of what was on it stays in memory [sync D4]. */
function begin(): void {
  location.search = WIPED;
}

export function App() {
  const [info, setInfo] = useState<HostResult<'host.info'>>();
  const [device, setDevice] = useState<DeviceRecord | null>();
  const [replica, setReplica] = useState<Replica>();
  const [leaving, setLeaving] = useState(false);
  const reset = useScreen((screen) => screen.reset);
  useEffect(() => {
    void platform.host.call('host.info', {}).then(setInfo);
    void platform.host.call('device.load', {}).then(setDevice);
  }, []);
  // Whoever sits down next begins when the drawer of the one before is shut.
  const leave = async (): Promise<void> => {
    const before = replica;
    setLeaving(true);
    setReplica(undefined);
    reset();
    await before?.close().catch((error: unknown) => platform.log(`leave: ${String(error)}`));
    setLeaving(false);
  };
  return (
    <ConfigProvider locale={zhCN} button={{ autoInsertSpace: false }} theme={THEME}>
      {info?.kind === 'browser' ? (
        <Alert banner type="info" title="演示模式：在浏览器中运行，没有磁盘上的第二份记录，请勿用于正式办理。" />
      ) : null}
      {device === null && location.search === WIPED ? (
        <Alert banner type="warning" title="本设备已被停用，本机资料已清除。如需继续使用，请向管理员索取新的注册码。" />
      ) : null}
      {info === undefined || device === undefined || leaving ? null : device === null ? (
        <Enrolment platform={platform} demo={info.demo} onEnrolled={setDevice} />
      ) : replica === undefined ? (
        <SignIn platform={platform} device={device} demo={info.demo} onOpen={setReplica} />
      ) : (
        <Desk key={replica.me.id} replica={replica} onLeave={() => void leave()} onWiped={begin} />
      )}
    </ConfigProvider>
  );
}
