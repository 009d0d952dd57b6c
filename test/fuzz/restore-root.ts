/** The databases of the root that the scene needs: made where they are missing, marks and members put back. */
export type AskRoot = (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;

const DATA = Buffer.from('MARKROOT').toString('base64');
const attached = (content_type: string): object => ({ content_type, data: DATA });

const DESIGN = {
  views: {
    all: { map: 'function (d) { emit(d._id, d.n) }' },
    sum: { map: 'function (d) { emit(1, d.n) }', reduce: '_sum' },
    bad: { map: 'function (d) { emit(d.x.y.z, 1) }', reduce: 'function () { throw new Error("x") }' },
  },
  filters: { odd: 'function (d) { return d.n % 2 === 1 }' },
};
const DOCUMENTS: Readonly<Record<string, object>> = {
  '/secret/d1': { text: 'MARKROOT', _attachments: { 'f.txt': attached('text/plain') } },
  '/shared/d1': { text: 'MARKSHARED' },
  '/fuzz/_design/v': DESIGN,
  '/fuzz/d1': {
    n: 1,
    title: '路灯',
    _attachments: { 'f.txt': attached('text/plain'), 'p.bin': attached('application/octet-stream') },
  },
  '/_users/org.couchdb.user:li': { name: 'li', password: 'pw', roles: ['clerk'], type: 'user' },
};

/** `words`: the revision that requests name `{revD}`. */
export async function restoreRoot(root: AskRoot, words: Map<string, string>): Promise<void> {
  for (const name of ['fuzz', 'shared', 'secret', '_users', '_replicator']) await root('PUT', `/${name}`);
  await root('PUT', '/shared/_security', { members: { names: ['li'] } });
  for (const [path, content] of Object.entries(DOCUMENTS)) {
    const known = await root('GET', path);
    const same = Object.entries(content).every(([field, value]) => field in known && (typeof value === 'object' || known[field] === value));
    // A password is never told again: its user is as it was where its name and salt are.
    const kept = path.startsWith('/_users') ? known['name'] === 'li' && 'salt' in known : same;
    if (!kept) await root('PUT', path, { ...content, ...(typeof known['_rev'] === 'string' ? { _rev: known['_rev'] } : {}) });
  }
  words.set('revD', String((await root('GET', '/fuzz/d1'))['_rev']));
}
