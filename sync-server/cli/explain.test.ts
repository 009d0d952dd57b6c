/** What a command says when the system or the road to the hub refuses: the thing that was refused, and what to do. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { askHub, askHubText } from './ask-hub.ts';
import { explain } from './explain.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
});

async function portOf(started: Server): Promise<number> {
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return (started.address() as AddressInfo).port;
}

async function saidOf(work: Promise<unknown>, hub: string): Promise<string> {
  return work.then(
    () => 'no error',
    (error: unknown) => explain(error, { hub }),
  );
}

function refused(more: object): Error {
  return Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES', ...more });
}

test('what may not be read or listened on is named itself, not the folder of the command', () => {
  const given = { data: '/var/lib/griddesk', port: '443' };
  expect(explain(refused({ syscall: 'open', path: 'city.json' }), given)).toContain('没有权限（city.json）');
  expect(explain(refused({ syscall: 'listen', port: 443 }), given)).toContain('没有权限（端口 443）');
  expect(explain(new Error('not opened', { cause: refused({ path: '/mnt/backup' }) }), {})).toContain('没有权限（/mnt/backup）');
  expect(explain(refused({}), given)).toContain('没有权限（/var/lib/griddesk）');
});

test('a proxy whose hub is stopped answers for it in words that are no JSON', async () => {
  const answer: RequestListener = (_, response) => {
    response.writeHead(502, { 'content-type': 'text/html' }).end('<html>502 Bad Gateway</html>');
  };
  const hub = `http://127.0.0.1:${await portOf(createServer(answer))}`;
  const said = `${hub} 处应答的不是 hub（HTTP 502）：请确认 hub 已启动，地址和端口无误。`;
  expect(await saidOf(askHub(hub, 'GET', '/admin/access-log/head'), hub)).toBe(said);
  expect(await saidOf(askHubText(hub, '/admin/access-log'), hub)).toBe(said);
});

test('a hub that runs behind a certificate that Node does not take is not said to be down', () => {
  const hub = 'https://hub.example.internal';
  const said = (code: string): string =>
    explain(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }), { hub });
  for (const code of ['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'])
    expect(said(code)).toContain('NODE_EXTRA_CA_CERTS');
  for (const code of ['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID']) expect(said(code)).toContain(`的证书无效（${code}）`);
  expect(said('ECONNREFUSED')).toContain(`连接不上 ${hub}`);
});
