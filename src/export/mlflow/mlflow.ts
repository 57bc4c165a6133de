// Runs into an experiment of an MLflow server, by its REST API. A run is known there by its id in a
// tag: said again, it is added to, and nothing of it is there twice.
import { failure } from '../../ground/errors.js';
import { sha256 } from '../../ground/hash.js';
import { isMapping } from '../../words/written.js';
import {
  idTag,
  noteTag,
  ownNoteTag,
  passingTags,
  type Content,
  type Metric,
  type Pair,
} from './content.js';
import type { Reply, Server } from './server.js';

/** An experiment of a server. */
export type Experiment = { readonly id: string; readonly name: string };

/** What became of a run there. */
export type Logged = {
  /** MLflow's own id of it. */
  readonly id: string;
  readonly what: 'created' | 'updated' | 'unchanged';
  /** How many epochs were added. */
  readonly epochs: number;
};

// MLflow's own limits of one request.
const [mostMetrics, mostPairs, mostBytes] = [1000, 100, 500_000];

// Written last: how much of a run is there for certain.
const standTag = 'dlx.logged';

/** The experiment of a name, made where there is none. Throws a failure where it was deleted. */
export async function experimentNamed(server: Server, name: string): Promise<Experiment> {
  const asked = { experiment_name: name };
  let found = await server.get('experiments/get-by-name', asked);
  if ('code' in found && found.code === 'RESOURCE_DOES_NOT_EXIST') {
    const made = await server.post('experiments/create', { name });
    // Another process may have been faster.
    if (!('code' in made && made.code === 'RESOURCE_ALREADY_EXISTS')) {
      return { id: textIn(answerOf(server, made), 'experiment_id'), name };
    }
    found = await server.get('experiments/get-by-name', asked);
  }
  const experiment = mappingIn(answerOf(server, found), 'experiment');
  const id = textIn(experiment, 'experiment_id');
  if (experiment['lifecycle_stage'] === 'deleted') {
    throw failure(
      `the experiment ${JSON.stringify(name)} was deleted on ${server.uri}: restore it, as by \`mlflow experiments restore --experiment-id ${id}\`, or name another with --experiment`,
    );
  }
  return { id, name };
}

/**
 * Logs what is new of a run. Throws a failure where the server does not take it; what it took stays
 * there, and saying it again goes on.
 */
export async function logRun(
  server: Server,
  experiment: Experiment,
  content: Content,
): Promise<Logged> {
  const found = await runThere(server, experiment, content);
  const id = found?.id ?? (await createRun(server, experiment, content));
  const isKnown = found?.stand === content.stand;
  const fresh = content.epochs.slice(found?.epochs ?? 0);
  const log = (body: object): Promise<unknown> =>
    posted(server, 'runs/log-batch', { run_id: id, ...body });
  if (!isKnown) {
    for (const params of batches(content.params, mostPairs)) await log({ params });
    const metrics = [...fresh.flat(), ...content.scores];
    for (const some of batches<Metric>(metrics, mostMetrics)) await log({ metrics: some });
  }
  await logTags(server, id, content, found);
  await posted(server, 'runs/update', {
    run_id: id,
    run_name: content.name,
    status: content.status,
    ...(content.ended === null ? {} : { end_time: content.ended }),
  });
  await log({ tags: standTags(content) });
  return {
    id,
    what: found ? (isKnown ? 'unchanged' : 'updated') : 'created',
    epochs: isKnown ? 0 : fresh.length,
  };
}

// What people say of a run may be another thing by now.
async function logTags(
  server: Server,
  id: string,
  content: Content,
  found: There | null,
): Promise<void> {
  for (const tags of batches(content.tags, mostPairs)) {
    await posted(server, 'runs/log-batch', { run_id: id, tags });
  }
  for (const key of found ? lostTags(found.tags, content) : []) {
    await posted(server, 'runs/delete-tag', { run_id: id, key });
  }
}

// What people no longer say of a run. A description that somebody else wrote there stays.
function lostTags(there: There['tags'], { tags }: Content): readonly string[] {
  const now = new Set(tags.map(({ key }) => key));
  const note = there.get(noteTag);
  const isOwn = note !== undefined && sha256(note) === there.get(ownNoteTag);
  const passing = isOwn ? [...passingTags, noteTag] : passingTags;
  return passing.filter((key) => there.has(key) && !now.has(key));
}

type There = {
  readonly id: string;
  /** How many epochs are there for certain; 0 of what was cut off as it was written. */
  readonly epochs: number;
  readonly stand: string | null;
  readonly tags: ReadonlyMap<string, string>;
};

async function runThere(
  server: Server,
  { id }: Experiment,
  { tags }: Content,
): Promise<There | null> {
  const own = tags.find(({ key }) => key === idTag)?.value ?? '';
  const answer = await posted(server, 'runs/search', {
    experiment_ids: [id],
    filter: `tags.\`${idTag}\` = '${own.replaceAll(/[^\w-]/g, '_')}'`,
    max_results: 1,
  });
  const [run] = Array.isArray(answer['runs']) ? (answer['runs'] as unknown[]) : [];
  if (!isMapping(run)) return null;
  const data = isMapping(run['data']) ? run['data'] : {};
  const all = Array.isArray(data['tags']) ? (data['tags'] as unknown[]) : [];
  const there = new Map(
    all.flatMap((tag) => (isMapping(tag) ? [[String(tag['key']), String(tag['value'])]] : [])),
  );
  const said = there.get(standTag) ?? null;
  return {
    id: textIn(mappingIn(run, 'info'), 'run_id'),
    epochs: Number(/^\S+ (\d+) /.exec(said ?? '')?.[1] ?? 0),
    stand: said,
    tags: there,
  };
}

async function createRun(server: Server, { id }: Experiment, content: Content): Promise<string> {
  const answer = await posted(server, 'runs/create', {
    experiment_id: id,
    start_time: content.started,
    run_name: content.name,
    tags: content.tags.filter(({ key }) => key === idTag),
  });
  return textIn(mappingIn(mappingIn(answer, 'run'), 'info'), 'run_id');
}

function standTags({ stand }: Content): readonly Pair[] {
  return [{ key: standTag, value: stand }];
}

/** So many at a time, and no more bytes than a request may have. */
export function batches<T>(all: readonly T[], most: number): readonly (readonly T[])[] {
  const made: T[][] = [];
  let bytes = Infinity;
  for (const one of all) {
    const size = Buffer.byteLength(JSON.stringify(one)) + 1;
    const last = made.at(-1);
    if (!last || last.length === most || bytes + size > mostBytes) {
      made.push([one]);
      bytes = size;
    } else {
      last.push(one);
      bytes += size;
    }
  }
  return made;
}

async function posted(
  server: Server,
  path: string,
  body: object,
): Promise<Readonly<Record<string, unknown>>> {
  return answerOf(server, await server.post(path, body));
}

function answerOf(server: Server, reply: Reply): Readonly<Record<string, unknown>> {
  if ('answer' in reply) return reply.answer;
  throw failure(`the MLflow server at ${server.uri} refuses: ${reply.message} (${reply.code})`);
}

function mappingIn(
  value: Readonly<Record<string, unknown>>,
  key: string,
): Readonly<Record<string, unknown>> {
  const found = value[key];
  if (isMapping(found)) return found;
  throw failure(`the MLflow server answered without ${key}`);
}

function textIn(value: Readonly<Record<string, unknown>>, key: string): string {
  const found = value[key];
  if (typeof found === 'string') return found;
  throw failure(`the MLflow server answered without ${key}`);
}
