// `dlx --help` against a Node that does nothing, in turn.
import { runProgram } from './process-tree.js';
import type { Bench, Outcome } from './steps.js';
import { repository, type ProgramWork } from './works.js';

const rounds = 20;

/** Measures the milliseconds of both. */
export async function measureHelp(work: ProgramWork, { notify }: Bench): Promise<Outcome> {
  const [dlx, node]: [number[], number[]] = [[], []];
  notify(`${work.title} and bare node, ${rounds} times in turn`);
  for (let round = 0; round < rounds; round += 1) {
    dlx.push(await milliseconds(['bin/dlx.js', '--help']));
    node.push(await milliseconds(['-e', '0']));
  }
  const { name, title, targets, atMost = null } = work;
  const measured = [
    { contender: 'dlx', configuration: '', values: dlx },
    { contender: 'node', configuration: '', values: node },
  ];
  return {
    result: {
      name,
      title,
      kind: 'help',
      unit: 'ms',
      targets,
      at_most: atMost,
      measured,
      notes: [],
    },
    versions: {},
  };
}

async function milliseconds(words: readonly string[]): Promise<number> {
  const { seconds } = await runProgram(process.execPath, words, {
    environment: process.env,
    folder: repository,
  });
  return 1000 * seconds;
}
