// Many short runs of one spec: `dlx train --seeds` beside Keras, a script that does the same in one
// process, and as fast as Keras can.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { contenderEnvironment } from './contenders.js';
import { findImageFolder } from './data.js';
import { runInTurn, wholeSeconds, type Program } from './programs.js';
import type { Bench, Outcome } from './steps.js';
import { repository, type ProgramWork } from './works.js';

/** How many runs there are, of one epoch each. */
const runs = 12;

/** Measures the seconds and the memory of all runs together. */
export async function measureSeeds(work: ProgramWork, bench: Bench): Promise<Outcome> {
  const folder = join(bench.folder, 'seeds');
  mkdirSync(folder);
  const { name, title, targets, atMost = null } = work;
  const programs = programsOf(bench.python, await findImageFolder(), folder);
  const taken = await runInTurn(programs, { ...bench, title, secondsOf: wholeSeconds });
  return {
    result: {
      name,
      title,
      kind: 'seeds',
      unit: 's',
      targets,
      at_most: atMost,
      measured: taken.measured(0),
      notes: taken.notes,
    },
    versions: {},
  };
}

function programsOf(python: string, data: string, folder: string): readonly Program[] {
  const script = join(repository, 'bench/scripts/seeds_keras.py');
  const words = [
    'bin/dlx.js',
    'train',
    'experiments/adam.yaml',
    '-S',
    'epochs=1',
    '--seeds',
    String(runs),
    '--device',
    'cpu',
    '--runs',
    join(folder, 'runs'),
  ];
  const keras = (configuration: string, processes: number, together: number): Program => ({
    contender: 'keras',
    configuration,
    command: python,
    args: [script, data, String(runs), String(processes), String(together)],
    environment: contenderEnvironment(process.env, { KERAS_BACKEND: 'tensorflow' }),
    folder,
  });
  return [
    {
      contender: 'dlx',
      configuration: '',
      command: process.execPath,
      args: words,
      environment: contenderEnvironment(process.env, {}),
      folder: repository,
    },
    keras('one process', 1, 1),
    keras('two processes, 50 steps a call', 2, 50),
  ];
}
