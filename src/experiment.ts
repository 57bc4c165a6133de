// One run from end to end; open this first. It runs in a child process of its own and tells what happens as events.
import { dirname, resolve } from 'node:path';
import { loadDataset } from './dataset/datasets.js';
import type { Dataset } from './dataset/dataset.js';
import { openEngine, type Engine } from './engine/engine.js';
import { failure, messageOf } from './errors.js';
import type { Job, RunEvent } from './events.js';
import { planNetwork, type Network } from './model/network.js';
import { createRunFolder, type NewRun, type RunFolder } from './run/folder.js';
import { readCpuName, readGit, readVersion } from './run/provenance.js';
import { specHashes } from './spec/minimal.js';
import { metricName } from './spec/top-level.js';
import { renderYaml, resolvedForm } from './spec/write.js';
import { adviceFor } from './training/advice.js';
import type { EpochRecord } from './training/epoch.js';
import { directionOf, metricEntry } from './training/metrics.js';
import { openSession, type Session, type WeightValues } from './training/session.js';
import { train } from './training/train.js';

/** Where events go and where a wish to stop comes from. */
export type Surroundings = { readonly tell: (event: RunEvent) => void; readonly stopSignal: () => NodeJS.Signals | null };

/** Trains one spec with one seed and leaves its run folder. Throws a UserError; the folder then says why. */
export async function runExperiment(job: Job, { tell, stopSignal }: Surroundings): Promise<void> {
  const notify = (message: string, fraction?: number): void => tell({ type: 'message', message, ...(fraction === undefined ? {} : { fraction }) });
  const dataset = await loadDataset(job.spec.dataset, { folder: dirname(resolve(job.file)), notify });
  const engine = await openEngine(job.engine);
  if (job.device === 'gpu' && engine.device !== 'gpu') throw failure('TensorFlow sees no GPU, and device gpu was asked for; `dlx gpu-status` says why');
  const network = planNetwork(job.spec.model, dataset.inputShape);
  const run = createRunFolder(job.runs, await newRun(job, { dataset, engine, network }));
  tell({ type: 'started', folder: run.path, record: run.record() });

  await guarded(run, job, async () => {
    run.writeText('spec.yaml', renderYaml(job.written));
    run.writeText('resolved.yaml', renderYaml(resolvedForm(job.spec)));
    run.writeText('preprocessing.json', `${JSON.stringify(dataset.preprocessing, null, 2)}\n`);
    using session = sessionFor(job, { engine, network, dataset }, notify);
    run.change({ engine: session.kind });
    const epochs: EpochRecord[] = [];
    let best: WeightValues | null = null;
    const onFirstStep = (): void => run.change({ seconds: { ...run.record().seconds, to_first_step: (Date.now() - job.asked) / 1000 } });
    const onStep = (epoch: number, step: number, steps: number): void => tell({ type: 'step', epoch, step, steps });
    for await (const epoch of train(session, dataset, { onFirstStep, onStep, stopped: () => stopSignal() !== null })) {
      if (epoch.best) best = await keepBest(run, session, network, epoch.epoch);
      run.appendEpoch(epoch);
      epochs.push(epoch);
      run.change(progressOf(run, epochs));
      tell({ type: 'epoch', epoch, epochs: job.spec.epochs, tensors: engine.tensorCount() });
    }
    await finish(run, { job, session, dataset, epochs, best, stopped: stopSignal() });
  });
  tell({ type: 'finished', folder: run.path, record: run.record() });
}

// Graphs are the fast way; where a model cannot be recorded, or there is no native TensorFlow, steps run one by one.
function sessionFor({ spec, steps }: Job, { engine, network, dataset }: Known, notify: (message: string) => void): Session {
  if (steps === 'graph' && engine.native) {
    try {
      return openSession(engine, spec, network, dataset, 'graph');
    } catch (error) {
      if (outOfMemory(error, spec.batch_size)) throw error;
      notify(`this model cannot be made into a graph (${messageOf(error)}): it trains step by step, more slowly`);
    }
  }
  return openSession(engine, spec, network, dataset, 'eager');
}

// Whatever goes wrong from here on is written into the run before it is told.
async function guarded(run: RunFolder, { spec }: Job, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const told = outOfMemory(error, spec.batch_size) ?? error;
    recordFailure(run, messageOf(told));
    throw told;
  }
}

// On a full disk this fails too; what went wrong first is what must be told.
function recordFailure(run: RunFolder, message: string): void {
  try {
    run.change({ state: 'failed', message, finished: new Date().toISOString() });
  } catch {
    // The folder stays that of a run that was cut off.
  }
}

// TensorFlow's status 8, RESOURCE_EXHAUSTED, reaches us in the text alone.
function outOfMemory(error: unknown, batchSize: number): Error | null {
  if (!(error instanceof Error) || !/Invalid TF_Status: 8\b|failed to allocate memory/.test(error.message)) return null;
  return failure(`out of memory with batch_size ${batchSize}; try ${batchSize > 1 ? `batch_size ${Math.max(1, 2 ** Math.floor(Math.log2(batchSize - 1)))}` : 'a smaller model'}`);
}

async function keepBest(run: RunFolder, session: Session, network: Network, epoch: number): Promise<WeightValues> {
  const values = await session.readWeights();
  run.keepBest(network.weights.map(({ key, shape }) => ({ name: key, shape, values: values.get(key) as Float32Array })), epoch);
  return values;
}

function progressOf(run: RunFolder, epochs: readonly EpochRecord[]): Parameters<RunFolder['change']>[0] {
  const best = epochs.findLast((epoch) => epoch.best);
  const total = (some: readonly EpochRecord[]): number => some.reduce((sum, { seconds }) => sum + seconds.total, 0);
  const { planned } = run.record().epochs;
  return {
    epochs: { planned, done: epochs.length, best: best?.epoch ?? null },
    scores: { train: best?.train ?? null, validation: best?.validation ?? null, test: null },
    seconds: { to_first_step: run.record().seconds.to_first_step, total: total(epochs), per_epoch: total(epochs) / epochs.length, to_best: best ? total(epochs.slice(0, best.epoch)) : null },
    peak_memory_bytes: process.resourceUsage().maxRSS * 1024,
  };
}

type Ending = { readonly job: Job; readonly session: Session; readonly dataset: Dataset; readonly epochs: readonly EpochRecord[]; readonly best: WeightValues | null; readonly stopped: NodeJS.Signals | null };

// The best epoch's model is put back, its outputs kept, and the test set read: once.
async function finish(run: RunFolder, { job: { spec }, session, dataset, epochs, best, stopped }: Ending): Promise<void> {
  const finished = new Date().toISOString();
  const last = epochs.at(-1);
  if (stopped) return run.change({ state: 'interrupted', message: `stopped by ${stopped} after ${epochs.length} of ${spec.epochs} epochs`, finished });
  if (last && !Number.isFinite(last.train['loss'])) {
    const message = `the loss became ${last.train['loss']} in epoch ${last.epoch}${last.diverged_at_step ? `, step ${last.diverged_at_step}` : ''}; try a smaller learning rate, and see that the inputs are scaled`;
    return run.change({ state: 'diverged', message, finished });
  }
  if (!best) return run.change({ state: 'diverged', message: `${spec.monitor} was never a number`, finished });
  session.loadWeights(best);
  const validation = await session.evaluate(dataset.validation, true);
  const test = await session.evaluate(dataset.test, true);
  keepOutputs(run, 'validation', dataset.validation.rows.length, validation.outputs);
  keepOutputs(run, 'test', dataset.test.rows.length, test.outputs);
  const { scores, seconds } = run.record();
  const layers = spec.model.map(({ layer }) => layer);
  const advice = adviceFor(epochs, { epochs: spec.epochs, layers, stopsEarly: spec.early_stopping !== null });
  run.change({ state: 'finished', finished: new Date().toISOString(), scores: { ...scores, test: test.scores }, test_reads: 1, seconds, advice, peak_memory_bytes: process.resourceUsage().maxRSS * 1024 });
}

function keepOutputs(run: RunFolder, part: 'validation' | 'test', count: number, outputs: Float32Array | null): void {
  if (outputs) run.keepPredictions(part, [count, outputs.length / count], outputs);
}

type Known = { readonly dataset: Dataset; readonly engine: Engine; readonly network: Network };

async function newRun({ file, spec, written, minimal, threads, gpu, steps }: Job, { dataset, engine, network }: Known): Promise<NewRun> {
  return {
    name: spec.name,
    parent: null,
    tags: spec.tags,
    notes: spec.notes,
    seed: spec.seed,
    hashes: specHashes(minimal, dataset.sha256),
    spec: written,
    versions: { dlx: readVersion(), node: process.versions.node, tensorflow: engine.tensorflow, tfjs: engine.tfjs },
    backend: engine.backend,
    device: { kind: engine.device, name: engine.device === 'gpu' ? (gpu ?? 'GPU') : readCpuName() },
    cpu: readCpuName(),
    threads,
    engine: steps === 'graph' && engine.native ? 'graph' : 'eager',
    git: await readGit(dirname(resolve(file))),
    data: { name: dataset.name, sha256: dataset.sha256, train: dataset.train.rows.length, validation: dataset.validation.rows.length, test: dataset.test.rows.length },
    parameters: network.parameters,
    monitor: { name: spec.monitor, mode: directionOf(spec, spec.monitor, spec.mode) },
    metrics: spec.metrics.map((metric) => ({ name: metricName(metric), mode: metricEntry(metric).direction })),
    epochs: { planned: spec.epochs, done: 0, best: null },
    scores: { train: null, validation: null, test: null },
    test_reads: 0,
    seconds: { to_first_step: null, total: 0, per_epoch: null, to_best: null },
    peak_memory_bytes: process.resourceUsage().maxRSS * 1024,
    advice: [],
  };
}
