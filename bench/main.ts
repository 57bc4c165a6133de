// The benchmark: options in, tables and a JSON file out. Refuses on a busy machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, constants, release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { setupRuntime } from '../src/machine/tensorflow/setup.js';
import { failure, messageOf, UserError } from '../src/ground/errors.js';
import { files } from '../src/ground/files.js';
import { readCpuName } from '../src/run/provenance.js';
import { reporterFor } from '../src/render/terminal/progress.js';
import type { Reporter } from '../src/render/terminal/reporter.js';
import { screenOf } from '../src/render/terminal/table.js';
import { parseBenchArguments, usage, type BenchOptions } from './arguments.js';
import { busySentence, readLoad } from './busy.js';
import { measureCommand } from './command.js';
import { measureCommit } from './commit.js';
import { measureDeterminism } from './determinism.js';
import { documentsWith, keptResults } from './documents.js';
import { measureHelp } from './help.js';
import { measurePictures } from './pictures.js';
import { measurePredict } from './predict.js';
import { measureRead } from './read.js';
import { measureRuns } from './runs.js';
import { setupPython } from './python.js';
import { readResults, withWorks, type Results } from './results.js';
import { measureSeeds } from './seeds.js';
import { measureStartup } from './startup.js';
import { measureSteps, type Bench, type Outcome } from './steps.js';
import { renderMarkdown, renderResults } from './table.js';
import { repository, works, type Work } from './works.js';

async function main(words: readonly string[]): Promise<void> {
  const options = parseBenchArguments(words);
  if (options.help) return show(usage);
  const results = options.from === null ? await measured(options) : readResults(options.from);
  if (options.keep) keep(results, options.works.length < works.length);
  show(
    options.markdown
      ? renderMarkdown(results)
      : renderResults(results, screenOf(process.stdout, process.env)),
  );
}

async function measured(options: BenchOptions): Promise<Results> {
  const reporter = await reporterFor(process.stderr, screenOf(process.stderr, process.env), false);
  try {
    const machine = await readMachine(options, reporter);
    const bench = await setUp(options, reporter);
    const outcomes: Outcome[] = [];
    for (const work of options.works) outcomes.push(await measureOrNote(work, bench));
    const results: Results = {
      format: 1,
      date: new Date().toISOString(),
      rounds: options.rounds,
      machine,
      versions: Object.assign(
        { node: process.versions.node },
        ...outcomes.map(({ versions }) => versions),
      ),
      works: outcomes.map(({ result }) => result),
    };
    if (options.json !== null) {
      writeResults(options.json, results);
      reporter.line(`wrote ${options.json}`);
    }
    return results;
  } finally {
    reporter.end();
  }
}

async function readMachine(
  { anyway }: BenchOptions,
  reporter: Reporter,
): Promise<Results['machine']> {
  const cores = availableParallelism();
  reporter.work('watching whether the machine is idle');
  const load = await readLoad(cores);
  const sentence = load && busySentence(load);
  if (sentence && !anyway) throw failure(sentence);
  if (sentence) reporter.warn('the machine is busy, and the results will say so');
  return {
    cpu: readCpuName(),
    cores,
    memory_bytes: totalmem(),
    system: `${type()} ${release()}`,
    busy_cores: load?.cores ?? null,
    too_busy: sentence !== null,
  };
}

async function setUp({ rounds }: BenchOptions, reporter: Reporter): Promise<Bench> {
  const python = await setupPython(reporter.work);
  const outcome = await setupRuntime({ device: 'cpu', notify: reporter.work });
  if (!outcome.supported) {
    throw failure(
      `there is no native TensorFlow for this machine, and nothing to measure: ${outcome.reason}`,
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'dlx-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // A signal's own way to end a process runs no exit handlers.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
  return { python, addon: outcome.runtime.addon, rounds, folder, notify: reporter.work };
}

// One work that cannot be measured must not cost the others.
async function measureOrNote(work: Work, bench: Bench): Promise<Outcome> {
  try {
    return await measure(work, bench);
  } catch (error) {
    const { name, title, kind, targets } = work;
    return {
      result: {
        name,
        title,
        kind,
        unit: ['command', 'seeds', 'predict', 'read', 'pictures', 'runs', 'startup'].includes(kind)
          ? 's'
          : 'ms',
        targets,
        at_most: null,
        measured: [],
        notes: [`left out: ${messageOf(error)}`],
      },
      versions: {},
    };
  }
}

function measure(work: Work, bench: Bench): Promise<Outcome> {
  switch (work.kind) {
    case 'steps':
      return measureSteps(work, bench);
    case 'command':
      return measureCommand(work, bench);
    case 'seeds':
      return measureSeeds(work, bench);
    case 'read':
      return measureRead(work, bench);
    case 'pictures':
      return measurePictures(work, bench);
    case 'runs':
      return measureRuns(work, bench);
    case 'predict':
      return measurePredict(work, bench);
    case 'startup':
      return measureStartup(work, bench);
    case 'commit':
      return measureCommit(work, bench);
    case 'determinism':
      return measureDeterminism(work, bench);
    case 'help':
      return measureHelp(work, bench);
  }
}

function writeResults(path: string, results: Results): void {
  files.write(path, `${JSON.stringify(results, null, 2)}\n`);
}

/** Makes them the repository's: its file, and the documents that show them. */
function keep(found: Results, isPart: boolean): void {
  if (found.machine.too_busy) throw failure('the machine was busy: these results are not kept');
  const results = isPart ? withWorks(readResults(keptResults), found) : found;
  writeResults(keptResults, results);
  for (const [name, text] of documentsWith(results)) files.write(join(repository, name), text);
}

function show(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
