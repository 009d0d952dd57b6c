/** The one place that touches ipcMain: every channel of the contract, its sender checked, its arguments checked by the host. */
import { ipcMain } from 'electron';
import { HOST_CHANNELS, type Host, type HostChannel } from '../../shared/host/contract.ts';
import { ORIGIN } from '../window/app-protocol.ts';

export function registerHost(host: Host): void {
  for (const channel of Object.keys(HOST_CHANNELS) as HostChannel[]) {
    ipcMain.handle(channel, (event, args: unknown) => {
      const { senderFrame, sender } = event;
      const url = senderFrame?.url ?? '';
      // The desk's own page and no frame in it: a frame sees the same preload.
      if (!url.startsWith(`${ORIGIN}/`) || senderFrame !== sender.mainFrame)
        throw new Error(`refused an IPC call from ${url.slice(0, 100)}`);
      return host.call(channel, args as never);
    });
  }
}
