// Any JSON value in, the first thing about it that a run.json must not have out: a folder may be
// foreign, old or torn.
import { cutText } from '../text/cut.js';
import { decodeNumber } from './format/json.js';
import { recordFormat, stopSignals } from './record.js';

// What is wrong with a value, or undefined.
type Check = (value: unknown, path: string) => string | undefined;

// JSON nested deeper than this was not written by dlx, and walking it could exhaust the stack.
const deepest = 64;

// Nor were longer lists and mappings, but for what is in a spec. A spec has room for fewer than
// nine thousand metrics, and for fifty thousand tags.
const mostItems = 10_000;
const mostTags = 100_000;

/** No machine has more, and TensorFlow would start each of them. */
export const mostThreads = 8192;

const text: Check = (value, path) =>
  typeof value === 'string' ? undefined : expected(path, 'text', value);
const flag: Check = (value, path) =>
  typeof value === 'boolean' ? undefined : expected(path, 'true or false', value);
const count: Check = (value, path) =>
  Number.isSafeInteger(value) && Number(value) >= 0
    ? undefined
    : expected(path, 'a whole number', value);
const threads: Check = (value, path) =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= mostThreads
    ? undefined
    : expected(path, `a whole number from 1 to ${mostThreads}`, value);
const number: Check = (value, path) =>
  decodeNumber(value) === undefined ? expected(path, 'a number', value) : undefined;
const mode = oneOf('min', 'max');
// A score that is undefined is null.
const scores = mappingOf(nullable(number));

const checkRecord = object({
  format: (value) =>
    value === recordFormat
      ? undefined
      : value === 1
        ? 'is of format 1, which only unreleased versions of dlx wrote; train its spec again'
        : `is of format ${shown(value)}, and this dlx reads format ${recordFormat}; it may come from another version`,
  id: text,
  name: text,
  state: oneOf('running', 'finished', 'interrupted', 'failed', 'diverged'),
  message: nullable(text),
  stopped: nullable(object({ signal: oneOf(...stopSignals) })),
  parent: nullable(text),
  tags: listOf(text, mostTags),
  notes: nullable(text),
  started: text,
  finished: nullable(text),
  seed: count,
  hashes: object({ spec: text, group: text }),
  spec: mappingOf(() => undefined, Infinity),
  versions: object({ dlx: text, node: text, tensorflow: nullable(text), tfjs: text }),
  backend: oneOf('tensorflow', 'wasm', 'cpu'),
  device: object({ kind: oneOf('cpu', 'gpu'), name: text }),
  cpu: text,
  threads,
  execution: oneOf('eager', 'graph'),
  git: nullable(object({ commit: text, dirty: flag })),
  data: object({ name: text, sha256: text, train: count, validation: count, test: count }),
  parameters: object({ total: count, trainable: count }),
  monitor: object({ name: text, mode }),
  metrics: listOf(object({ name: text, mode })),
  epochs: object({ planned: count, done: count, best: nullable(count) }),
  scores: object({ train: nullable(scores), validation: nullable(scores), test: nullable(scores) }),
  test_reads: count,
  seconds: object({
    to_first_step: nullable(number),
    total: number,
    per_epoch: nullable(number),
    to_best: nullable(number),
  }),
  peak_memory_bytes: count,
  advice: listOf(text),
  resumed: listOf(object({ at: text, epoch: count, step: count, forced: listOf(text) })),
  files: mappingOf(text),
  sha256: text,
});

const checkEpoch = object(
  {
    epoch: count,
    train: scores,
    validation: scores,
    learning_rate: number,
    best: flag,
    seconds: object({ train: number, total: number }),
  },
  { diverged_at_step: count },
);

const checkState = object({
  position: object({
    epoch: count,
    step: count,
    seconds: number,
    best: nullable(object({ epoch: count, value: number })),
    stopping: object({ best: nullable(number), waited: count, stop: flag }),
    plateau: object({ best: nullable(number), waited: count, cooldown: count, rate: number }),
    ended: nullable(oneOf('stopped early', 'diverged')),
  }),
  epochs: object({ bytes: count, sha256: text }),
});

const checkLock = object({
  id: text,
  host: text,
  boot: text,
  process: count,
  started: text,
  namespace: text,
  folder: text,
});

/** The same for a parsed lock. */
export function lockProblem(value: unknown): string | undefined {
  return checkLock(value, '');
}

/** The same for what the metadata of last.safetensors say. */
export function stateProblem(value: unknown): string | undefined {
  return checkState(value, '');
}

/**
 * Why a parsed run.json is none that this dlx can read, as the rest of a sentence after the file's
 * name; or undefined.
 */
export function recordProblem(value: unknown): string | undefined {
  if (isDeeperThan(value, deepest)) return `is nested more than ${deepest} deep`;
  return checkRecord(value, '');
}

/** The same for a parsed line of epochs.jsonl. */
export function epochProblem(value: unknown): string | undefined {
  return checkEpoch(value, '');
}

/** Whether a value is a JSON object: neither null nor a list. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function object(
  checks: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  return (value, path) => {
    if (!isMapping(value)) return expected(path, 'a mapping', value);
    for (const [key, check] of Object.entries(checks)) {
      const inner = joined(path, key);
      const problem = Object.hasOwn(value, key) ? check(value[key], inner) : `lacks ${inner}`;
      if (problem !== undefined) return problem;
    }
    const given = Object.entries(optional).filter(([key]) => Object.hasOwn(value, key));
    return first(given, ([key, check]) => check(value[key], joined(path, key)));
  };
}

function mappingOf(check: Check, most = mostItems): Check {
  return (value, path) => {
    if (!isMapping(value)) return expected(path, 'a mapping', value);
    const keys = Object.keys(value);
    return (
      tooMany(path, keys.length, most, 'keys') ??
      first(keys, (key) => check(value[key], joined(path, key)))
    );
  };
}

function listOf(check: Check, most = mostItems): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return expected(path, 'a list', value);
    return (
      tooMany(path, value.length, most, 'items') ??
      first([...value.entries()], ([i, item]) => check(item, joined(path, String(i))))
    );
  };
}

function tooMany(path: string, count: number, most: number, what: string): string | undefined {
  return count > most
    ? `has ${count} ${what} in ${path}, where dlx writes ${most} at most`
    : undefined;
}

function nullable(check: Check): Check {
  return (value, path) => (value === null ? undefined : check(value, path));
}

function oneOf(...words: readonly string[]): Check {
  return (value, path) =>
    words.some((word) => word === value)
      ? undefined
      : expected(path, `one of ${words.join(', ')}`, value);
}

function first<T>(
  items: readonly T[],
  problemOf: (item: T) => string | undefined,
): string | undefined {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function expected(path: string, what: string, value: unknown): string {
  return path === ''
    ? `should hold ${what}, and holds ${shown(value)}`
    : `should have ${what} as ${path}, and has ${shown(value)}`;
}

// Text stays unsaid: the file may be another program's run.json.
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isMapping(value)) return 'a mapping';
  return typeof value === 'string' ? 'text' : String(value);
}

// Keys are the file's own, and may be any text of any length.
function joined(path: string, key: string): string {
  const short = cutText(key, 80);
  return path === '' ? short : `${path}.${short}`;
}

// Level by level and not by recursion, which hostile nesting would overflow.
function isDeeperThan(value: unknown, levels: number): boolean {
  let layer: unknown[] = [value];
  for (let level = 0; level <= levels; level += 1) {
    layer = layer
      .filter((item) => typeof item === 'object' && item !== null)
      .flatMap((item) => Object.values(item as object));
    if (layer.length === 0) return false;
  }
  return true;
}
