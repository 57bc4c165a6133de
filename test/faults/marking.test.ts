// Tags, notes, names and removals under the same faults as training: the process killed at every
// system call, each of these calls failing, and many at once. What every call does within one
// process is in test/run/revise.test.ts and test/run/trash.test.ts; these are the commands.
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findRuns } from '../../src/run/find.js';
import { checkFiles } from '../../src/run/integrity.js';
import { dlx as dlxProcess } from '../cli/dlx.js';
import { dlx } from '../cli/warm.js';
import { inFolder, root } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { counted } from './counts.js';
import { recordOf } from './runs.js';
import { callsOf, failingAt, killedAt, type Call } from './strace.js';
import { isWhole } from '../whole.js';

const frozen = join(root, 'test/fixtures/runs/finished-0.1.0');
const [called, beside] = ['a-20260102T030405Z-7305f5', 'other-20260102T030405Z-7305f5'];

const withRuns = <T>(work: (folder: string) => Promise<T>): Promise<T> =>
  inFolder((folder) => {
    for (const name of [called, beside]) {
      cpSync(frozen, join(folder, 'runs', name), { recursive: true });
    }
    return work(folder);
  });

/** All that a folder holds but locks, and files that were not finished. */
function contents(folder: string, isRecordToo = true): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^lock|\.part$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => isRecordToo || !path.endsWith('/run.json'))
    .map((path) => [path.slice(folder.length), readFileSync(path, 'hex')]);
  return JSON.stringify(files.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}

type Marking = {
  readonly words: readonly string[];
  /** What is wrong with what the command left, wherever it was cut off; null where nothing is. */
  readonly harmIn: (runs: string) => string | null;
  /** What does the rest, given what was left. */
  readonly again: (runs: string) => readonly string[];
  readonly isDone: (runs: string) => boolean;
};

const left = (runs: string): string | undefined =>
  findRuns(runs).find((folder) => !folder.endsWith(beside));

// The run is there once, whole, and said to be what it was or was to be.
function harmOfRecord(runs: string): string | null {
  const run = left(runs);
  if (run === undefined || findRuns(runs).length !== 2) return 'lost: the run';
  const { damaged } = checkFiles(run, recordOf(run));
  return contents(run, false) === contents(frozen, false) ? (damaged[0] ?? null) : 'other files';
}

// Whole where runs are; in the trash it may be on its way out, if it is to be deleted.
function harmOfRemoval(runs: string, isKept: boolean): string | null {
  const [here, there] = [join(runs, called), join(runs, '.trash', called)];
  const place = existsSync(here) ? here : there;
  if (place === there && !isKept) return null;
  if (!existsSync(place)) return 'lost: the run';
  return contents(place) === contents(frozen) ? null : 'lost: a part of the run';
}

const isGone = (runs: string): boolean => !existsSync(join(runs, called));

const markings: readonly (readonly [string, Marking])[] = [
  [
    'tag',
    {
      words: ['tag', called, '--add', 'good'],
      harmIn: harmOfRecord,
      again: () => ['tag', called, '--add', 'good'],
      isDone: (runs) => recordOf(left(runs) ?? '').tags.includes('good'),
    },
  ],
  [
    'note',
    {
      words: ['note', called, 'x'],
      harmIn: harmOfRecord,
      again: () => ['note', called, 'x'],
      isDone: (runs) => recordOf(left(runs) ?? '').notes === 'x',
    },
  ],
  [
    'rename',
    {
      words: ['rename', called, 'better'],
      harmIn: harmOfRecord,
      again: (runs) => ['rename', left(runs) ?? '', 'better'],
      isDone: (runs) =>
        recordOf(left(runs) ?? '').name === 'better' && /better-/.test(left(runs) ?? ''),
    },
  ],
  [
    'prune',
    {
      words: ['prune', called],
      harmIn: (runs) => harmOfRemoval(runs, true),
      again: () => ['prune', '--where', 'run~a-2026'],
      isDone: (runs) => isGone(runs) && harmOfRemoval(runs, true) === null,
    },
  ],
  [
    'prune --now',
    {
      words: ['prune', called, '--now'],
      harmIn: (runs) => harmOfRemoval(runs, false),
      again: () => ['prune', '--where', 'run~a-2026', '--now'],
      isDone: isGone,
    },
  ],
];

async function harmAfter(
  folder: string,
  { harmIn, again, isDone }: Marking,
): Promise<string | null> {
  const runs = join(folder, 'runs');
  if (contents(join(runs, beside)) !== contents(frozen)) return 'lost: the other run is changed';
  const harm = harmIn(runs);
  if (harm !== null) return harm;
  const { code, stderr } = await dlx(folder, again(runs));
  if (code !== 0) return `doing it again ended with ${code}: ${stderr}`;
  if (!isDone(runs)) return 'it is not done after doing it again';
  const parts = readdirSync(runs, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.part'),
  );
  return parts.length > 0 && !isGone(runs) ? `left behind: ${parts.join()}` : null;
}

/** One of them, in turn for each command, where there is no time for all. */
function sampled(calls: readonly Call[], turn: number): readonly Call[] {
  return isWhole
    ? calls
    : calls.filter((_, i) => i === Math.floor((calls.length * (turn + 1)) / 6));
}

/** One call among those of a command, and the error that it ends with; null for a kill. */
type Fault = { readonly call: Call; readonly error: string | null };

async function harmOf(marking: Marking, { call, error }: Fault): Promise<string | null> {
  const harm = await withRuns(async (folder) => {
    if (error === null) {
      const { code, stderr } = await killedAt(folder, marking.words, call);
      // strace ends as the process did; else all was done, and said to be.
      const isAsItShould = code === null || (code === 0 && marking.isDone(join(folder, 'runs')));
      return isAsItShould ? harmAfter(folder, marking) : `it was not killed: ${code} ${stderr}`;
    }
    const { code, stderr, isOurs } = await failingAt(folder, marking.words, call, error);
    // Before it there was a call more or less, and another file was meant.
    if (!isOurs && code !== 0) return null;
    const isOneSentence = !/\n\s+at |bug in dlx/.test(stderr) && stderr.includes(error);
    if (code !== 0 && (code !== 1 || !isOneSentence)) return `${code}: ${stderr}`;
    return harmAfter(folder, marking);
  });
  return harm && `${error ?? 'killed'}, ${call.call} ${call.ordinal} (${call.about}): ${harm}`;
}

/** Two at a time. */
async function harmsOfAll(
  what: string,
  marking: Marking,
  faults: readonly Fault[],
): Promise<readonly string[]> {
  const left = [...faults];
  const found: string[] = [];
  const worker = async (): Promise<void> => {
    for (let fault = left.shift(); fault; fault = left.shift()) {
      const harm = await harmOf(marking, fault);
      if (harm !== null) found.push(harm);
    }
  };
  await Promise.all([worker(), worker()]);
  const lost = found.filter((harm) => harm.includes(': lost')).length;
  counted(what, faults.length, { lost, wrong: found.length - lost });
  return found;
}

onLinux('the commands that change runs', () => {
  test.each(isWhole ? markings : markings.filter(([name]) => /rename|now/.test(name)))(
    '%s may be killed at every call, and each may fail',
    async (name, marking) => {
      const turn = markings.findIndex(([one]) => one === name);
      const calls = await withRuns((folder) => callsOf(folder, marking.words));
      expect(calls.length).toBeGreaterThan(10);
      const chosen = sampled(calls, turn);
      const kills = chosen.map((call) => ({ call, error: null }));
      const errors = isWhole ? ['ENOSPC', 'EIO'] : ['EIO'];
      const faults = errors.flatMap((error) => chosen.map((call) => ({ call, error })));
      expect([
        ...(await harmsOfAll('kills as runs are marked and removed', marking, kills)),
        ...(await harmsOfAll('errors as runs are marked and removed', marking, faults)),
      ]).toEqual([]);
    },
    1_200_000,
  );
});

describe('many at once', () => {
  test('lose no tag that was said to be there', async () => {
    await withRuns(async (folder) => {
      const names = Array.from({ length: isWhole ? 12 : 3 }, (_, i) => `t${i}`);
      const ended = await Promise.all(
        names.map((name) => dlxProcess(folder, ['tag', called, '--add', name])),
      );
      // Whoever came while another one wrote was told to wait.
      expect(ended.filter(({ code }) => code !== 0 && code !== 5)).toEqual([]);
      const said = names.filter((_, i) => ended[i]?.code === 0);
      expect(recordOf(join(folder, 'runs', called)).tags.toSorted()).toEqual(said.toSorted());
      expect(said.length).toBeGreaterThan(0);
      counted('commands that mark a run at once', names.length);
    });
  });

  test('remove a run once, and a name is given by one of them', async () => {
    await withRuns(async (folder) => {
      const runs = join(folder, 'runs');
      const words: readonly (readonly string[])[] = [
        ['prune', join('runs', called)],
        ['prune', join('runs', called)],
        ...(isWhole
          ? [
              ['rename', join('runs', called), 'better'],
              ['tag', join('runs', called), '--add', 'x'],
              ['prune', join('runs', called), '--now'],
            ]
          : []),
      ];
      const ended = await Promise.all(words.map((one) => dlxProcess(folder, one)));
      expect(ended.filter(({ stderr }) => /bug in dlx/.test(stderr))).toEqual([]);
      const trash = join(runs, '.trash');
      const places = [runs, ...(existsSync(trash) ? [trash] : [])]
        .flatMap((place) => readdirSync(place))
        .filter((name) => /^(?:a|better)-/.test(name));
      const isDeleted = ended[4]?.code === 0;
      expect(places).toHaveLength(isDeleted ? 0 : 1);
      expect(contents(join(runs, beside))).toBe(contents(frozen));
    });
  });
});
