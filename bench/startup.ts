// From command to first step, as dlx itself notes it in run.json.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contenderEnvironment } from './contenders.js';
import { runProgram } from './process-tree.js';
import type { Bench, Outcome } from './steps.js';
import { repository, type ProgramWork } from './works.js';

const specs: Readonly<Record<string, string>> = {
  'startup-mlp': 'mlp-32',
  'startup-cnn': 'cnn',
  'startup-lstm': 'lstm',
};

/** Starts are alike: three are enough. */
const mostRounds = 3;

/** Measures the seconds to the first step; a run is interrupted once they are known. */
export async function measureStartup(work: ProgramWork, bench: Bench): Promise<Outcome> {
  const values: number[] = [];
  const notes: string[] = [];
  const rounds = Math.min(mostRounds, bench.rounds);
  for (let round = 1; round <= rounds && notes.length === 0; round += 1) {
    bench.notify(`${work.title}: round ${round} of ${rounds}`);
    const found = await startOnce(
      join('bench/specs', `${specs[work.name] ?? work.name}.yaml`),
      bench.folder,
    );
    if (typeof found === 'number') values.push(found);
    else notes.push(found);
  }
  const { name, title, targets, atMost = null } = work;
  return {
    result: {
      name,
      title,
      kind: 'startup',
      unit: 's',
      targets,
      at_most: atMost,
      measured: [{ contender: 'dlx', configuration: '', values }],
      notes,
    },
    versions: {},
  };
}

async function startOnce(spec: string, folder: string): Promise<number | string> {
  const runs = mkdtempSync(join(folder, 'startup-'));
  const words = [
    'bin/dlx.js',
    'train',
    spec,
    '--set',
    'epochs=1',
    '--device',
    'cpu',
    '--runs',
    runs,
  ];
  let interrupted = false;
  // A second interrupt would kill the run instead of ending it.
  const enough = (): boolean => !interrupted && (interrupted = readSeconds(runs) !== null);
  const { stderr } = await runProgram(process.execPath, words, {
    environment: contenderEnvironment(process.env, {}),
    folder: repository,
    enough,
  });
  const seconds = readSeconds(runs);
  if (seconds !== null) return seconds;
  if (readdirSync(runs).length > 0) return 'left out: run.json has no seconds.to_first_step';
  return `left out: dlx train ${spec} failed: ${
    stderr
      .trim()
      .split('\n')
      .find((line) => line !== '') ?? 'it said nothing'
  }`;
}

function readSeconds(runs: string): number | null {
  try {
    const [run = ''] = readdirSync(runs).filter((name) => !name.startsWith('.'));
    const { seconds } = JSON.parse(readFileSync(join(runs, run, 'run.json'), 'utf8')) as {
      readonly seconds?: { readonly to_first_step?: unknown };
    };
    return typeof seconds?.to_first_step === 'number' ? seconds.to_first_step : null;
  } catch {
    // Not written yet.
    return null;
  }
}
