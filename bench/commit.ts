// What it costs that every epoch is committed: against the epoch itself, in one process.
import { join } from 'node:path';
import { failure } from '../src/ground/errors.js';
import { contenderEnvironment } from './contenders.js';
import { runProgram } from './process-tree.js';
import { programOutcome, type Bench, type Outcome } from './steps.js';
import { repository, type ProgramWork } from './works.js';

/** Measures the milliseconds of epochs, and of their commits. */
export async function measureCommit(
  work: ProgramWork,
  { notify, addon, folder }: Bench,
): Promise<Outcome> {
  notify(`${work.title}: 20 epochs`);
  const worker = join(import.meta.dirname, 'workers/commit-dlx.js');
  const { stdout, stderr } = await runProgram(
    process.execPath,
    [worker, addon, join(folder, 'commits')],
    { environment: contenderEnvironment(process.env, {}), folder: repository },
  );
  const line = stdout.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw failure(`no commits: ${stderr.trim().split('\n').at(-1)}`);
  const { epochs, commits } = JSON.parse(line) as {
    readonly epochs: readonly number[];
    readonly commits: readonly number[];
  };
  return programOutcome(work, [
    { contender: 'dlx', configuration: '', values: commits },
    { contender: 'epoch', configuration: '', values: epochs },
  ]);
}
