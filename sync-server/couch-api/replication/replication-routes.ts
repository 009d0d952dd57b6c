/** `_replicate`, `_scheduler/jobs` and `_scheduler/docs` [sync X2]: for the administrator only. */
import { json, notFound, type Answer } from '../answer.ts';
import { objectBody, Params, type Ask } from '../ask.ts';
import type { ReplicatorDocuments } from './replicator-documents.ts';
import type { Replicator } from './replicator.ts';

export type Replication = Readonly<{ replicator: Replicator; documents: ReplicatorDocuments }>;

export function replicateRoute({ replicator }: Replication, ask: Ask): Promise<Answer> {
  return replicator.replicate(objectBody(ask), ask.user);
}

function page(ask: Ask, name: 'jobs' | 'docs', rows: readonly object[]): Answer {
  const params = new Params(ask.query);
  const skip = params.count('skip') ?? 0;
  return json(200, { total_rows: rows.length, offset: skip, [name]: rows.slice(skip, skip + (params.count('limit') ?? 100)) });
}

export function schedulerRoute({ replicator, documents }: Replication, ask: Ask): Answer {
  const [, what, first, ...rest] = ask.path;
  if (what === 'jobs') {
    const jobs = replicator.shownJobs();
    if (first === undefined) return page(ask, 'jobs', jobs);
    const found = jobs.find(({ id }) => id === first);
    if (found === undefined) throw notFound('missing');
    return json(200, found);
  }
  if (what !== 'docs' || (first !== undefined && first !== '_replicator')) throw notFound('missing');
  const docs = documents.shown();
  if (rest.length === 0) return page(ask, 'docs', docs);
  const found = docs.find(({ doc_id }) => doc_id === rest.join('/'));
  if (found === undefined) throw notFound('missing');
  return json(200, found);
}

/** Its part of `_active_tasks`. */
export function replicationTasks({ replicator }: Replication): readonly object[] {
  return replicator.shownJobs().map(({ id, source, target, doc_id, info, start_time }) => ({
    type: 'replication',
    replication_id: id,
    doc_id,
    source,
    target,
    continuous: String(id).endsWith('+continuous'),
    started_on: Math.floor(Date.parse(String(start_time)) / 1000),
    ...(info as object),
  }));
}
