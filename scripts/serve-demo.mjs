/** The desk's screen for a browser on this machine (演示模式): static files on 127.0.0.1, and the demonstration's codes. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** @param {string} root @param {string} demo @param {number} port 0: any free one @returns {Promise<{ address: string, close: () => void }>} */
export function serveDemo(root, demo, port) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://127.0.0.1').pathname);
    const file = path === '/demo.json' ? demo : normalize(join(root, path === '/' ? 'index.html' : path));
    const inside = file === demo || file.startsWith(root + sep);
    if (!inside || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-store' });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        address: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : ''}/`,
        close: () => server.close(),
      });
    });
  });
}
