// The whole of an experiment: `dlx train experiments/adam.yaml` against Keras and PyTorch scripts
// that do the same.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../src/ground/errors.js';
import { contenderEnvironment, threadChoices, torchEnvironment } from './contenders.js';
import { findImageFolder } from './data.js';
import { runProgram } from './process-tree.js';
import type { Measured } from './results.js';
import type { Bench, Outcome } from './steps.js';
import { repository, type Contender, type ProgramWork } from './works.js';

type Program = {
  readonly contender: Contender;
  readonly label: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

/** Minutes a round: two are enough, since twenty epochs smooth much by themselves. */
const mostRounds = 2;

/** Measures the seconds and the memory of the command and of its equivalents. */
export async function measureCommand(work: ProgramWork, bench: Bench): Promise<Outcome> {
  const data = await findImageFolder();
  const programs = programsOf(bench.python, data);
  const measured = programs.map(({ contender, label }) => ({
    contender,
    configuration: label,
    values: [] as number[],
    peak_memory_bytes: [] as (number | null)[],
  }));
  const notes: string[] = [];
  const rounds = Math.min(mostRounds, bench.rounds);
  for (let round = 1; round <= rounds; round += 1) {
    for (const [i, program] of programs.entries()) {
      bench.notify(
        `${work.title}: round ${round} of ${rounds}, ${[program.contender, program.label].filter(Boolean).join(', ')}`,
      );
      await takeRun(program, bench, measured[i], notes);
    }
  }
  const { name, title, targets } = work;
  return {
    result: { name, title, kind: 'command', unit: 's', targets, at_most: null, measured, notes },
    versions: {},
  };
}

type Taken = Measured & {
  readonly values: number[];
  readonly peak_memory_bytes: (number | null)[];
};

async function takeRun(
  { contender, command, args, environment }: Program,
  { folder }: Bench,
  taken: Taken | undefined,
  notes: string[],
): Promise<void> {
  const run = mkdtempSync(join(folder, 'command-'));
  try {
    const { code, seconds, peakMemory, stderr } = await runProgram(command, [...args, run], {
      environment: contenderEnvironment(process.env, environment),
      folder: repository,
    });
    if (code !== 0) throw new Error(stderr.trim().split('\n').at(-1) ?? `code ${code}`);
    taken?.values.push(seconds);
    taken?.peak_memory_bytes.push(peakMemory);
  } catch (error) {
    notes.push(`${contender} failed: ${messageOf(error)}`);
  }
}

// Each is given the folder for what it writes as its last word.
function programsOf(python: string, data: string): readonly Program[] {
  const script = (name: string): string => join(repository, 'bench/scripts', name);
  return [
    {
      contender: 'dlx',
      label: '',
      command: process.execPath,
      args: ['bin/dlx.js', 'train', 'experiments/adam.yaml', '--device', 'cpu', '--runs'],
      environment: {},
    },
    {
      contender: 'keras',
      label: '',
      command: python,
      args: [script('adam_keras.py'), data],
      environment: { KERAS_BACKEND: 'tensorflow' },
    },
    ...threadChoices().map((threads): Program => ({
      contender: 'torch',
      label: `${threads} thread${threads === 1 ? '' : 's'}`,
      command: python,
      args: [script('adam_torch.py'), data],
      environment: torchEnvironment(threads),
    })),
  ];
}
