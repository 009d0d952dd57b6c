/** The benchmark's own servers run in processes of their own, like the hub: the program starts itself again in another role. */
import { spawn } from 'node:child_process';

export type SideProcess = Readonly<{ address: string; stop: () => Promise<void> }>;

export function startSide(role: string): Promise<SideProcess> {
  const child = spawn(process.execPath, [process.argv[1] ?? '', '--role', role], { stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      child.once('exit', () => {
        resolve();
      });
      child.kill('SIGTERM');
    });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`the ${role} server ended with ${code ?? 'a signal'}`));
    });
    child.stdout.once('data', (line: Buffer) => {
      resolve({ address: line.toString('utf8').trim(), stop });
    });
  });
}
