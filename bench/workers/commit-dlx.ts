// dlx: epochs of experiments/adam.yaml and their commits into a run folder, in milliseconds each.
import { join } from 'node:path';
import { loadDataset } from '../../src/dataset/datasets.js';
import { openBackend } from '../../src/tensor/backend.js';
import { factsOf } from '../../src/experiment/facts.js';
import { keepReached } from '../../src/experiment/keeping.js';
import { language } from '../../src/experiment/language.js';
import { planNetwork } from '../../src/model/network.js';
import { createRunFolder } from '../../src/run/folder.js';
import { readSpec } from '../../src/spec/read.js';
import { openTrainer } from '../../src/training/trainer.js';
import { train } from '../../src/training/train.js';
import { repository } from '../works.js';

const [addon = '', runs = ''] = process.argv.slice(2);
const file = join(repository, 'experiments/adam.yaml');
const trial = readSpec(file, { language });
const { spec } = trial;
const dataset = await loadDataset(spec.dataset, {
  folder: join(repository, 'experiments'),
  targets: 'either',
  notify: () => undefined,
});
const backend = await openBackend({ kind: 'native', addon });
const network = planNetwork(spec.model, dataset.inputs);
const facts = await factsOf(
  {
    id: 'bench',
    purpose: 'train',
    file,
    trial,
    asked: Date.now(),
    runs,
    from: { kind: 'new' },
    handed: null,
    parent: null,
    observed: null,
    initial: null,
    sealed: false,
    how: { device: 'cpu', threads: 1, execution: 'graph' },
    place: { backend: { kind: 'native', addon }, gpu: null },
  },
  { dataset, backend, network },
);
using run = createRunFolder(runs, facts, {
  'spec.yaml': '',
  'resolved.yaml': '',
  'data.json': '',
});
using session = openTrainer(backend, spec, network, dataset, 'graph');

const [epochs, commits]: [number[], number[]] = [[], []];
let began = performance.now();
for await (const reached of train(session, dataset)) {
  const trained = performance.now();
  await keepReached(run, session, reached);
  const committed = performance.now();
  epochs.push(trained - began);
  commits.push(committed - trained);
  began = committed;
}
process.stdout.write(`${JSON.stringify({ epochs, commits })}\n`);
