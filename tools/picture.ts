// `npm run picture`: docs/training.svg, the picture at the README's beginning. Trains in a folder of
// its own, and draws what the command printed, colours and all.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderPicture } from './terminal-picture.js';

const repository = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'dlx-picture-'));

/** Runs dlx and gives its lines, standard error before standard output as they come. */
function run(words: readonly string[]): readonly string[] {
  const command = [process.execPath, join(repository, 'bin/dlx.js'), ...words]
    .map((word) => `'${word}'`)
    .join(' ');
  const { status, stdout } = spawnSync('sh', ['-c', `${command} 2>&1`], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: '1' },
  });
  if (status !== 0) throw new Error(`dlx ${words.join(' ')} ended with ${status}:\n${stdout}`);
  return stdout.trimEnd().split('\n');
}

const shown = (command: string, lines: readonly string[]): readonly string[] => [
  `\u001b[36m$\u001b[39m \u001b[1m${command}\u001b[22m`,
  ...lines,
];

try {
  cpSync(join(repository, 'experiments'), join(folder, 'experiments'), { recursive: true });
  run(['train', 'experiments/softmax.yaml', 'experiments/sigmoid.yaml', 'experiments/relu.yaml']);
  const spec = 'experiments/batch-normalization.yaml';
  const trained = run(['train', spec]);
  // The comparison of one run says less than the one below.
  const end = trained.findIndex((line) => line.includes('runs/batch-normalization-'));
  const columns = ['--columns', 'run,val_accuracy,test_accuracy,val_loss,best_epoch,parameters'];
  const lines = [
    ...shown(`dlx train ${spec}`, trained.slice(0, end + 1)),
    '',
    ...shown(`dlx compare ${columns.join(' ')}`, run(['compare', ...columns])),
  ];
  mkdirSync(join(repository, 'docs'), { recursive: true });
  const title = 'dlx trains a network with batch normalisation and compares it with three others';
  writeFileSync(join(repository, 'docs/training.svg'), renderPicture(lines, title));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
