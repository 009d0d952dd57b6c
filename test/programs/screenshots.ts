/**
 * `npm run screenshots`: every screen of the desk, driven as people drive it, against a real hub with real data, into
 * `build/screenshots/<size>/<state>-<screen>.png`. A screen that cannot be reached ends the run; one that is wider than its
 * window, cuts off its words, shows an id or fails WCAG A or AA is listed, and the run ends with 1. `-- --only story` takes the
 * screens along the main job, `-- --only admin` the administrator's page, `-- --only articles` the forms of the articles, `-- --only articles:oversight` a part of them.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { adminScenes } from '../screens/admin-scenes.ts';
import { articleScenes } from '../screens/article-scenes.ts';
import { Camera } from '../screens/camera.ts';
import { cityAfternoon, cityMorning, cityOffline } from '../screens/city-scenes.ts';
import { openCity } from '../screens/city.ts';
import { figuresOfLeader, figuresOffline, figuresOfSupervisor } from '../screens/figures-scenes.ts';
import { gridOffline, gridOnline } from '../screens/grid-scenes.ts';
import { knowledgeOnline } from '../screens/knowledge-scenes.ts';
import {
  clerkOffline,
  clerkOnline,
  clerkRefused,
  emptyCity,
  emptyOffice,
  firstSignInWithoutHub,
  leaderOnline,
  signedOut,
} from '../screens/office-scenes.ts';
import { unitOnline } from '../screens/unit-scenes.ts';
import { ROOT } from '../support/electron-desk.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function part(name: string, work: () => Promise<void>): Promise<void> {
  const begun = Date.now();
  await work();
  say(`${name}: ${((Date.now() - begun) / 1000).toFixed(0)} s`);
}

/** The screens along the main job, from the first sign-in to what is refused and rescued. */
async function story(camera: Camera): Promise<void> {
  const city = await openCity('demo');
  const quiet = await openCity('none');
  try {
    const cityDesk = await city.desk('city', 3);
    await part('city, morning', () => cityMorning(camera, city, cityDesk));
    const fresh = await city.desk('fresh', -1);
    const office = await city.desk('office', 0);
    await part('signed out', () => signedOut(camera, city, fresh, office));
    await fresh.app.close();
    await part('clerk online', () => clerkOnline(camera, city, office));
    await part('knowledge base', () => knowledgeOnline(camera, office));
    await part('unit', () => unitOnline(camera, office));
    await part('leader online', () => leaderOnline(camera, city, office));
    await part('city, afternoon', () => cityAfternoon(camera, city, cityDesk));
    await part('figures', async () => {
      await figuresOfSupervisor(camera, city, cityDesk);
      await figuresOfLeader(camera, city, office);
    });
    const grid = await city.desk('grid', 1);
    await part('grid worker online', () => gridOnline(camera, city, grid));
    const other = await city.desk('other', 2);
    await part('empty office', () => emptyOffice(camera, city, other));
    await city.hub.stop();
    await part('clerk offline', () => clerkOffline(camera, city, office));
    await part('grid worker offline', () => gridOffline(camera, city, grid));
    await part('city offline', () => cityOffline(camera, city, cityDesk));
    await part('figures offline', () => figuresOffline(camera, city, cityDesk));
    await part('first sign-in without the hub', () => firstSignInWithoutHub(camera, city, other));
    await grid.app.close();
    await other.app.close();
    await city.hub.start();
    await part('refused and rescued', () => clerkRefused(camera, city, office, cityDesk));
    const quietDesk = await quiet.desk('city', 3);
    await part('empty city', () => emptyCity(camera, quiet, quietDesk));
  } catch (error) {
    // What stood on the screens when a step did not find its screen.
    await Promise.all([...city.desks, ...quiet.desks].map((desk, at) => camera.failure(desk, at)));
    throw error;
  } finally {
    await city.close();
    await quiet.close();
  }
}

/** The administrator's page, with no desk at all. */
async function admin(camera: Camera): Promise<void> {
  const city = await openCity('demo');
  try {
    await adminScenes(camera, city);
  } finally {
    await city.close();
  }
}

const [only, partOnly] = parseArgs({ options: { only: { type: 'string' } } }).values.only?.split(':') ?? [];
await rm(join(ROOT, 'build', 'screenshots'), { recursive: true, force: true });
const camera = new Camera();
for (const [name, scenes] of [
  ['story', story],
  ['articles', articleScenes],
  ['admin', admin],
] as const) {
  if (only !== undefined && only !== name) continue;
  await part(name, () => scenes(camera, partOnly)).catch((error: unknown) => {
    camera.problems.push(`a screen could not be reached: ${String(error)}`);
  });
}
for (const problem of camera.problems) say(`✗ ${problem}`);
say(`${camera.taken} pictures in build/screenshots, ${camera.problems.length} problems`);
process.exit(camera.problems.length === 0 ? 0 : 1);
