// dlx: its own training loop over a session, as `dlx train` runs it, with nothing to validate on.
import { openBackend } from '../../src/tensor/backend.js';
import { language } from '../../src/experiment/language.js';
import { planNetwork } from '../../src/model/network.js';
import { readVersion } from '../../src/run/provenance.js';
import { readSpec } from '../../src/spec/read.js';
import { openTrainer } from '../../src/training/trainer.js';
import { train } from '../../src/training/train.js';
import { loadWorkData } from '../data.js';
import { readJob, serve } from './serve.js';

const job = readJob();
const dataset = await loadWorkData(job.spec, job.samples);
const backend = await openBackend({ kind: 'native', addon: job.addon });
const spec = { ...readSpec(job.spec, { language }).spec, epochs: Number.MAX_SAFE_INTEGER };
using session = openTrainer(
  backend,
  spec,
  planNetwork(spec.model, dataset.inputs),
  dataset,
  'graph',
);
const epochs = train(session, dataset);

await serve(
  { dlx: readVersion(), node: process.versions.node, tensorflow: backend.tensorflow ?? '' },
  job,
  async (count) => {
    for (let epoch = 0; epoch < count; epoch += 1) {
      const { done } = await epochs.next();
      if (done) throw new Error('training ended before its time');
    }
  },
);
