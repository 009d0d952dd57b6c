/** The host behind Electron's preload. */
import type { Host } from '../../shared/host/contract.ts';

declare global {
  interface Window {
    gridDeskHost?: Host;
  }
}

export function electronHost(): Host | undefined {
  const bridge = window.gridDeskHost;
  return bridge === undefined ? undefined : { call: (channel, args) => bridge.call(channel, args) };
}
