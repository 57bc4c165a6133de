// dlx: two epochs on a folder of pictures, as `dlx train` runs them, the first with nothing kept of the
// pictures from before; their seconds as JSON.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { loadDataset } from '../../src/dataset/datasets.js';
import { openBackend } from '../../src/tensor/backend.js';
import { language } from '../../src/experiment/language.js';
import { planNetwork } from '../../src/model/network.js';
import { readSpec } from '../../src/spec/read.js';
import { openTrainer } from '../../src/training/trainer.js';
import { train } from '../../src/training/train.js';
import { specOf } from '../works.js';

const [addon = '', folder = '', caches = ''] = process.argv.slice(2);
mkdirSync(caches, { recursive: true });
process.env['DLX_CACHE'] = mkdtempSync(join(caches, 'of-'));
const { spec } = readSpec(specOf({ name: 'pictures' }), { language });
const backend = await openBackend({ kind: 'native', addon });

const seconds: number[] = [];
let began = performance.now();
const dataset = await loadDataset(spec.dataset, {
  folder: join(folder, '..'),
  targets: 'classes',
  notify: () => undefined,
});
const network = planNetwork(spec.model, dataset.inputs);
using session = openTrainer(backend, spec, network, dataset, 'graph');
for await (const _ of train(session, dataset)) {
  const now = performance.now();
  seconds.push((now - began) / 1000);
  began = now;
}
process.stdout.write(`${JSON.stringify(seconds)}\n`);
