// How fast a table is read into memory, as CSV and as Parquet, beside pandas and DuckDB, which give
// the same matrix. Each reads in a process of its own and says how long that took, without its
// start.
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { failure, messageOf } from '../src/ground/errors.js';
import { randomNormal, streamOf } from '../src/ground/random.js';
import { tablePins } from './predict.js';
import { runProgram } from './process-tree.js';
import { setupMore } from './python.js';
import type { Measured } from './results.js';
import type { Bench, Outcome } from './steps.js';
import { repository, type ProgramWork } from './works.js';

const [rows, columns] = [200_000, 50];

const readers = ['dlx', 'pandas', 'duckdb'] as const;

/** Measures the seconds and the memory of each. */
export async function measureRead(work: ProgramWork, bench: Bench): Promise<Outcome> {
  await setupMore(bench.python, tablePins, bench.notify);
  const table = await tableIn(join(bench.folder, 'read'), work, bench);
  const measured = readers.map((contender) => ({
    contender,
    configuration: '',
    values: [] as number[],
    peak_memory_bytes: [] as (number | null)[],
  }));
  const notes: string[] = [];
  for (let round = 1; round <= bench.rounds; round += 1) {
    for (const taken of measured) {
      bench.notify(`${work.title}: round ${round} of ${bench.rounds}, ${taken.contender}`);
      await takeRead(taken, table, bench, notes);
    }
  }
  const { name, title, targets, atMost = null } = work;
  return {
    result: { name, title, kind: 'read', unit: 's', targets, at_most: atMost, measured, notes },
    versions: Object.fromEntries(tablePins.map((pin) => pin.split('==') as [string, string])),
  };
}

type Taken = Measured & {
  readonly values: number[];
  readonly peak_memory_bytes: (number | null)[];
};

const script = join(repository, 'bench/scripts/read_table.py');

async function takeRead(
  taken: Taken,
  table: string,
  { python }: Bench,
  notes: string[],
): Promise<void> {
  const { contender } = taken;
  const [command, args] =
    contender === 'dlx'
      ? [process.execPath, [join(repository, 'dist/bench/workers/read-dlx.js'), table]]
      : [python, [script, contender, table]];
  try {
    const ended = await runProgram(command, args, { environment: process.env, folder: repository });
    const seconds = Number(ended.stdout.trim());
    if (ended.code !== 0 || !(seconds > 0)) {
      throw failure(ended.stderr.trim().split('\n').at(-1) ?? 'it said nothing');
    }
    taken.values.push(seconds);
    taken.peak_memory_bytes.push(ended.peakMemory);
  } catch (error) {
    notes.push(`${contender} failed: ${messageOf(error)}`);
  }
}

// Numbers with all their digits, as pandas writes them.
async function tableIn(folder: string, { name }: ProgramWork, bench: Bench): Promise<string> {
  mkdirSync(folder, { recursive: true });
  bench.notify(`writing a table of ${rows} × ${columns}`);
  const csv = join(folder, `${name}.csv`);
  const file = openSync(csv, 'w');
  writeSync(file, `${Array.from({ length: columns }, (_, i) => `c${i}`).join(',')}\n`);
  const together = 10_000;
  for (let start = 0; start < rows; start += together) {
    const key = { seed: 1, stream: streamOf('bench/read'), step: start };
    const values = randomNormal(key, together * columns);
    const lines = Array.from({ length: together }, (_, row) =>
      Array.from({ length: columns }, (__, i) => (values[row * columns + i] ?? 0) / 7).join(','),
    );
    writeSync(file, `${lines.join('\n')}\n`);
  }
  closeSync(file);
  if (name !== 'read-parquet') return csv;
  const parquet = join(folder, `${name}.parquet`);
  const made = await runProgram(bench.python, [script, 'convert', csv, parquet], {
    environment: process.env,
    folder,
  });
  if (made.code !== 0) throw failure(made.stderr.trim().split('\n').at(-1) ?? 'nothing was said');
  return parquet;
}
