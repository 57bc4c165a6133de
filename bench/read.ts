// How fast a table is read into memory, as CSV and as Parquet, beside pandas and DuckDB, which give
// the same matrix. Each reads in a process of its own and says how long that took, without its
// start.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '../src/ground/errors.js';
import { runProgram } from './process-tree.js';
import { lastWords, runInTurn, saidSeconds, type Program } from './programs.js';
import { setupMore } from './python.js';
import type { Bench, Outcome } from './steps.js';
import { tablePins, writeTable } from './tables.js';
import { repository, type ProgramWork } from './works.js';

const [rows, columns] = [200_000, 50];
const script = join(repository, 'bench/scripts/read_table.py');

/** Measures the seconds and the memory of each. */
export async function measureRead(work: ProgramWork, bench: Bench): Promise<Outcome> {
  await setupMore(bench.python, tablePins, bench.notify);
  const table = await tableIn(join(bench.folder, 'read'), work, bench);
  const program = (contender: string, command: string, ...args: readonly string[]): Program => ({
    contender,
    configuration: '',
    command,
    args,
    environment: process.env,
    folder: repository,
  });
  const programs = [
    program('dlx', process.execPath, join(repository, 'dist/bench/workers/read-dlx.js'), table),
    program('pandas', bench.python, script, 'pandas', table),
    program('duckdb', bench.python, script, 'duckdb', table),
  ];
  const { title } = work;
  const taken = await runInTurn(programs, { ...bench, title, secondsOf: saidSeconds });
  const { name, targets, atMost = null } = work;
  return {
    result: {
      name,
      title,
      kind: 'read',
      unit: 's',
      targets,
      at_most: atMost,
      measured: taken.measured(0),
      notes: taken.notes,
    },
    versions: Object.fromEntries(tablePins.map((pin) => pin.split('==') as [string, string])),
  };
}

async function tableIn(folder: string, { name }: ProgramWork, bench: Bench): Promise<string> {
  mkdirSync(folder, { recursive: true });
  bench.notify(`writing a table of ${rows} × ${columns}`);
  const csv = join(folder, `${name}.csv`);
  writeTable(csv, { rows, columns, classes: false });
  if (name !== 'read-parquet') return csv;
  const parquet = join(folder, `${name}.parquet`);
  const made = await runProgram(bench.python, [script, 'convert', csv, parquet], {
    environment: process.env,
    folder,
  });
  if (made.code !== 0) throw failure(lastWords(made.stderr));
  return parquet;
}
