/** What the sandboxed page sees of the machine: one function, whose channels `main` checks. */
import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld('gridDeskHost', {
  call: (channel: string, args: unknown): Promise<unknown> => ipcRenderer.invoke(channel, args),
});
