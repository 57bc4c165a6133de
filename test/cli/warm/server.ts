// The process that answers commands: loads dlx once, and calls `main` for each with its own folder
// and with what it writes caught. Runs are trained by a trainer that stays, too.
import childProcess, { type ForkOptions } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { stopSignals } from '../../../src/run/record.js';
import type { Asked } from './client.js';
import { lendTrainer } from './trainers.js';

// The child of a run would be started by this.
const { fork } = childProcess;
Object.assign(childProcess, {
  fork: (module: string, options: ForkOptions) =>
    module.endsWith('/job/child.js') ? lendTrainer(options.env ?? {}) : fork(module, options),
});
syncBuiltinESMExports();
const { main } = await import('../../../src/cli.js');

const written = { stdout: '', stderr: '' };
for (const name of ['stdout', 'stderr'] as const) {
  Object.assign(process[name], {
    write(chunk: string | Uint8Array, ...rest: unknown[]) {
      written[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      const done = rest.find((one) => typeof one === 'function');
      if (done) process.nextTick(done);
      return true;
    },
  });
}

// One trainer answers for all runs of an environment.
process.env['DLX_JOBS'] = '1';
const environment = { ...process.env };
let startedAt = 0;
Object.defineProperty(performance, 'timeOrigin', { get: () => startedAt });

process.on('message', ({ folder, words }: Asked) => void answer(folder, words));
process.on('disconnect', () => process.exit());

async function answer(folder: string, words: readonly string[]): Promise<void> {
  Object.assign(written, { stdout: '', stderr: '' });
  startedAt = Date.now();
  process.chdir(folder);
  const code = await main(words);
  process.chdir('/');
  // What a process of its own would take with it.
  for (const signal of stopSignals) process.removeAllListeners(signal);
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
  process.exitCode = undefined;
  Object.assign(process.env, environment);
  process.send?.({ code, ...written });
}
