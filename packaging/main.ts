// `npm run build` ends with this: what a package of dlx carries beside its own code is put into
// `dist/`. With `--with-addon` (`npm run package`) it fails where there is no addon to carry.
import { join } from 'node:path';
import { findBuild } from '../src/machine/tensorflow/installed.js';
import { stageBundles } from './bundle.js';
import { stageAddon, stagePackages } from './stage.js';
import { stageWorker } from './worker.js';

const root = join(import.meta.dirname, '../..');
stagePackages(join(root, 'node_modules'), join(root, 'dist/node_modules'));
await stageBundles(root, join(root, 'dist/node_modules'));
await stageWorker(root);
const runtime = findBuild('cpu') ?? findBuild('cuda');
if (runtime) stageAddon(runtime.addon, join(root, 'dist/addon'));
else if (process.argv.includes('--with-addon')) {
  throw new Error('there is no compiled addon to carry: run `node bin/dlx.js setup`');
}
