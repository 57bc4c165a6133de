// A kept model judged again, in the process that computes: on a part of the run's own data, as its
// training would have judged it; on new data; or by more metrics, from the outputs that are kept.
import { loadDataset } from '../dataset/datasets.js';
import { withFacts, type Dataset, type Part } from '../dataset/dataset.js';
import { residentSource, type Source } from '../dataset/source.js';
import { allRows } from '../dataset/split.js';
import { failure } from '../ground/errors.js';
import { present } from '../ground/known.js';
import type { EvaluatedEvent, EvaluateJob } from '../inference/job.js';
import { openKept, type KeptModel } from '../inference/kept.js';
import { readLabelled } from '../inference/labelled.js';
import { openModel } from '../model/model.js';
import { planNetwork } from '../model/network.js';
import { readOutputs, type Outputs } from '../run/outputs.js';
import { modelInput, type Spec } from '../spec/spec.js';
import { openBackend, type Backend } from '../tensor/backend.js';
import { openEvaluator } from '../training/evaluator.js';
import type { Scored } from '../training/totals.js';
import { outputsOf } from './finishing.js';
import { dataContext } from './plan.js';
import { trainerFor } from './trainers.js';

/** Judges a kept model. Throws a UserError where its data cannot be read, or is another. */
export async function evaluateKept(job: EvaluateJob): Promise<EvaluatedEvent> {
  const kept = openKept(job.folder);
  const backend = await openBackend(job.place.backend);
  const notes: string[] = [];
  const { scored, outputs } = await judged(job, kept, {
    backend,
    tell: (note) => notes.push(note),
  });
  const extra = job.metrics.length > 0 ? await judgedBy(job, kept, outputs, backend) : null;
  return { type: 'evaluated', scored, outputs, extra, notes };
}

type Judged = { readonly scored: Scored | null; readonly outputs: Outputs };

async function judged(
  job: EvaluateJob,
  kept: KeptModel,
  { backend, tell }: { readonly backend: Backend; readonly tell: (note: string) => void },
): Promise<Judged> {
  const { what } = job;
  switch (what.kind) {
    case 'kept':
      return {
        scored: null,
        outputs: present(readOutputs(job.folder, what.part), 'the kept outputs'),
      };
    case 'part':
      return onPart(job, what, kept, backend);
    case 'data': {
      const source = await readLabelled(kept, what, tell);
      using model = openModel(backend, kept.network, kept.weights);
      return await onSource(model, kept.read.spec, datasetOf(kept, source));
    }
  }
}

// With the very trainer that judged the run, or would have.
async function onPart(
  { execution, folder }: EvaluateJob,
  { part, trial }: Extract<EvaluateJob['what'], { kind: 'part' }>,
  { record, weights }: KeptModel,
  backend: Backend,
): Promise<Judged> {
  const { spec } = trial;
  const dataset = await loadDataset(
    spec.dataset,
    dataContext(trial, () => undefined),
  );
  if (dataset.sha256 !== record.data.sha256) {
    throw failure(
      `the data is not what ${folder} was trained on: its SHA-256 is ${dataset.sha256}, and that was ${record.data.sha256}`,
    );
  }
  const network = planNetwork(spec.model, dataset.inputs);
  using trainer = trainerFor(spec, { execution }, { backend, network, dataset });
  trainer.loadWeights(weights);
  const evaluated = await trainer.evaluate(dataset[part], { keepOutputs: true });
  return { scored: evaluated, outputs: outputsOf(dataset[part], present(evaluated.outputs, part)) };
}

async function onSource(
  model: Parameters<typeof openEvaluator>[0],
  spec: Pick<Spec, 'loss' | 'metrics'>,
  dataset: Dataset,
): Promise<Judged> {
  // Weights of classes are for training alone.
  using evaluator = openEvaluator(model, { ...spec, class_weight: null }, dataset);
  const evaluated = await evaluator.evaluate(dataset.test, { keepOutputs: true });
  return { scored: evaluated, outputs: outputsOf(dataset.test, present(evaluated.outputs, 'all')) };
}

// All that an evaluator asks of a data set that is one part.
function datasetOf(
  { facts, inputs, target }: Pick<KeptModel, 'facts' | 'target'> & Pick<Dataset, 'inputs'>,
  source: Source,
): Dataset {
  const part: Part = { source, rows: allRows(source.count) };
  const classNames = target.kind === 'classes' ? target.classes : null;
  return withFacts({
    inputs,
    classes: classNames && classNames.length,
    classNames,
    targetName: target.name,
    columns: null,
    notes: [],
    name: facts.name,
    sha256: '',
    train: part,
    validation: part,
    test: part,
  });
}

// By other metrics, from outputs alone: a network that gives what it takes stands for the model.
async function judgedBy(
  { metrics }: EvaluateJob,
  kept: KeptModel,
  { predictions, targets }: Outputs,
  backend: Backend,
): Promise<Scored> {
  const { spec } = kept.read;
  const [count = 0, ...shape] = predictions.shape;
  const network = planNetwork(
    [
      {
        layer: 'Activation',
        name: 'outputs',
        arguments: { activation: { name: 'linear', arguments: {} } },
        inputs: [modelInput],
        trainable: false,
        origin: [],
      },
    ],
    [{ name: 'outputs', shape }],
  );
  const source = residentSource('outputs', {
    count,
    inputs: [{ name: 'outputs', shape, divideBy: 1, values: predictions.values }],
    targets: [
      {
        name: kept.target.name,
        shape: targets.shape.slice(1),
        scale: null,
        values: targets.values,
      },
    ],
    weights: null,
  });
  using model = openModel(backend, network, new Map());
  const outputs = {
    ...kept,
    inputs: [{ name: 'outputs', kind: 'values', shape, vocabulary: null }],
  } as const;
  const dataset = datasetOf(outputs, source);
  const { scored } = await onSource(model, { loss: spec.loss, metrics }, dataset);
  const { scores, undefinedBecause } = present(scored, 'scores');
  const { loss: _, ...others } = scores;
  return { scores: others, undefinedBecause };
}
