// `dlx --help` against a Node that does nothing, in turn.
import { runProgram } from './process-tree.js';
import { programOutcome, type Bench, type Outcome } from './steps.js';
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
  return programOutcome(work, [
    { contender: 'dlx', configuration: '', values: dlx },
    { contender: 'node', configuration: '', values: node },
  ]);
}

async function milliseconds(words: readonly string[]): Promise<number> {
  const { seconds } = await runProgram(process.execPath, words, {
    environment: process.env,
    folder: repository,
  });
  return 1000 * seconds;
}
