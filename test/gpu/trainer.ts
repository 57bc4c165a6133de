// Run by itself as `node trainer.js ADDON`, forked: opens TensorFlow once and does one job after
// another, over the same trainers that `dlx train` uses.
import { writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Dataset, Tagged } from '../../src/dataset/dataset.js';
import { loadDataset } from '../../src/dataset/datasets.js';
import { residentSource } from '../../src/dataset/source.js';
import { language } from '../../src/experiment/language.js';
import { messageOf } from '../../src/ground/errors.js';
import { randomWords, streamOf } from '../../src/ground/random.js';
import { planNetwork } from '../../src/model/network.js';
import { readSpec } from '../../src/spec/read.js';
import { openBackend } from '../../src/tensor/backend.js';
import { openTrainer, type Trainer } from '../../src/training/trainer.js';
import { batchesTogetherIn } from '../../src/training/compiled/traced.js';
import { lengthOf } from '../../src/training/data-plans.js';
import { train, trainEpoch } from '../../src/training/train.js';
import { differing, type Values } from './comparing.js';
import { clocked, type Clock } from './clock.js';
import type { Answers, Job, Message, Profile, Work } from './jobs.js';
import { marks } from './marks.js';

const [addon = ''] = process.argv.slice(2);
const backend = await openBackend({ kind: 'native', addon });
const loaded = new Map<string, Dataset>();
let held: { readonly work: string; readonly opened: OpenedWork; steps: number } | null = null;

type OpenedWork = Disposable & { readonly trainer: Trainer; readonly dataset: Dataset };

/** A spec with `epochs` epochs of `work.steps` steps each, and nothing to validate on. */
async function open(work: Work, epochs: number, kind: Trainer['kind'] = 'graph') {
  const { spec: written } = readSpec(work.file, { language });
  const batch_size = work.batch_size ?? written.batch_size;
  const spec = { ...written, batch_size, epochs };
  const dataset = firstRows(await load(work.file, spec.dataset), batch_size * work.steps);
  const trainer = openTrainer(
    backend,
    spec,
    planNetwork(spec.model, dataset.inputs),
    dataset,
    kind,
    // As in a long run: these are short ones that are run again and again.
    { together: batchesTogetherIn(Infinity) },
  );
  return { trainer, dataset, [Symbol.dispose]: () => trainer[Symbol.dispose]() };
}

// Many specs are about the same data.
async function load(file: string, dataset: Tagged): Promise<Dataset> {
  const key = JSON.stringify(dataset);
  const known = loaded.get(key);
  if (known) return known;
  const made = await loadDataset(dataset, {
    folder: dirname(file),
    targets: 'either',
    notify: () => undefined,
  });
  loaded.set(key, made);
  return made;
}

// Little data is on the device soon: the file's first samples, over again where there are too few.
function firstRows(dataset: Dataset, wanted: number): Dataset {
  const { source: all } = dataset.train;
  const count = Math.min(wanted, all.count);
  const first = Int32Array.from({ length: count }, (_, i) => i);
  const source = residentSource('train', all.gather(first));
  const rows = Int32Array.from({ length: wanted }, (_, i) => i % count);
  const none = { source, rows: new Int32Array(0) };
  return { ...dataset, train: { source, rows }, validation: none, test: none };
}

async function stateOf(trainer: Trainer): Promise<Values> {
  return new Map((await trainer.readState()).map(({ name, values }) => [name, values.slice()]));
}

async function weightsOf(trainer: Trainer): Promise<Values> {
  return new Map([...(await trainer.readWeights())].map(([key, values]) => [key, values.slice()]));
}

async function trainWhole(work: Work) {
  using opened = await open(work, 1);
  const { trainer, dataset } = opened;
  const before = await weightsOf(trainer);
  for await (const reached of train(trainer, dataset)) void reached;
  return { before, after: await weightsOf(trainer), state: await stateOf(trainer) };
}

// Each value up or down by four rounding errors of float32: a sum of thousands, taken in another
// order, is off by as many.
function nudged(weights: Values, key: { readonly seed: number; readonly step: number }): Values {
  return new Map(
    [...weights].map(([name, values]) => {
      const coins = randomWords({ ...key, stream: streamOf(name) }, values.length);
      const sign = (i: number): number => ((coins[i] ?? 0) % 2 === 0 ? 1 : -1);
      return [name, values.map((value, i) => value * (1 + sign(i) * 2 ** -21))] as const;
    }),
  );
}

const answers: {
  readonly [K in Job['kind']]: (job: Extract<Job, { kind: K }>) => Promise<Answers[K]>;
} = {
  train: async ({ work, twice }) => {
    const tensors = backend.tensorCount();
    const { before, after, state } = await trainWhole(work);
    const again = twice ? await trainWhole(work) : { state };
    return {
      before,
      after,
      differs_again: differing(state, again.state),
      tensors: [tensors, backend.tensorCount()],
    };
  },
  nudge: async ({ work, seed }) => {
    using opened = await open(work, 1);
    const { trainer, dataset } = opened;
    const nudge = async (step: number): Promise<void> =>
      trainer.loadWeights(nudged(await trainer.readWeights(), { seed, step }));
    await nudge(0);
    const onEveryStep = (_: number, step: number): Promise<void> => nudge(step);
    for await (const reached of train(trainer, dataset, { onEveryStep })) void reached;
    return { after: await weightsOf(trainer) };
  },
  resume: async ({ work }) => {
    using whole = await open(work, 2);
    for await (const reached of train(whole.trainer, whole.dataset)) void reached;
    const half = await halfOf(work);
    using rest = await open(work, 2);
    rest.trainer.loadState(half.state, 'the first half');
    for await (const reached of train(rest.trainer, rest.dataset, {}, half.position)) void reached;
    return { differs: differing(await stateOf(whole.trainer), await stateOf(rest.trainer)) };
  },
  logged: async ({ work }) => {
    using opened = await open(work, 1);
    const epochs = train(opened.trainer, opened.dataset);
    writeSync(2, marks(work.file).begin);
    await epochs.next();
    writeSync(2, marks(work.file).end);
    return { after: await weightsOf(opened.trainer) };
  },
  hold: async ({ work }) => {
    if (held?.work !== work.file) {
      held?.opened[Symbol.dispose]();
      held = { work: work.file, opened: await open(work, 1), steps: 0 };
    }
    const { trainer, dataset } = held.opened;
    await runSteps(trainer, dataset, work.steps);
    held.steps += work.steps;
    return {
      steps: held.steps,
      tensors: backend.tensorCount(),
      resident_mib: Math.round(process.memoryUsage().rss / 2 ** 20),
    };
  },
  close: async () => {
    held?.opened[Symbol.dispose]();
    held = null;
    return null;
  },
  speed: async ({ work, seconds }) => {
    using opened = await open(work, 1);
    const { trainer, dataset } = opened;
    const { ms, steps } = await timed(trainer, dataset, seconds);
    return { ms, steps, together: trainer.batchesPerCall() };
  },
  profile: profiled,
};

async function halfOf(work: Work) {
  using half = await open(work, 2);
  const { value } = await train(half.trainer, half.dataset).next();
  if (!value) throw new Error('no first half');
  const state = (await half.trainer.readState()).map((one) => ({
    ...one,
    values: one.values.slice(),
  }));
  return { position: value.position, state };
}

// Steps as an epoch takes them, again from the first one whenever they are through.
async function runSteps(trainer: Trainer, dataset: Dataset, steps: number): Promise<number> {
  const rate = 0.001;
  const whole = lengthOf(trainer.spec, dataset).stepsPerEpoch;
  let done = 0;
  while (done < steps) {
    for await (const step of trainEpoch(trainer, dataset, { epoch: 1, step: 0 }, () => rate)) {
      void step;
    }
    done += whole;
  }
  return done;
}

// The first steps load kernels and make plans, and tell how many fit into a call.
async function timed(trainer: Trainer, dataset: Dataset, seconds: number) {
  await runSteps(trainer, dataset, 2);
  let best = Infinity;
  let steps = 0;
  const began = performance.now();
  while (steps === 0 || performance.now() - began < seconds * 1000) {
    const from = performance.now();
    const done = await runSteps(trainer, dataset, 1);
    best = Math.min(best, (performance.now() - from) / done);
    steps += done;
  }
  return { ms: best, steps };
}

async function profiled({ work, seconds, execution }: Extract<Job, { kind: 'profile' }>) {
  if (!backend.native) throw new Error('no native TensorFlow');
  const plain = backend.native.binding;
  const { binding, clock } = clocked(plain);
  backend.native.binding = binding;
  try {
    using opened = await open(work, 1, execution);
    await runSteps(opened.trainer, opened.dataset, 2);
    clock.reset();
    const began = performance.now();
    let steps = 0;
    while (steps === 0 || performance.now() - began < seconds * 1000) {
      steps += await runSteps(opened.trainer, opened.dataset, 1);
    }
    return profileOf(clock, performance.now() - began, steps);
  } finally {
    backend.native.binding = plain;
  }
}

function profileOf({ byName }: Clock, ms: number, steps: number): Profile {
  const calls = Array.from(byName, ([of, one]) => ({
    of,
    count: one.calls / steps,
    ms: one.ms / steps,
  })).sort((a, b) => b.ms - a.ms);
  const native = calls.reduce((sum, one) => sum + one.ms, 0);
  return {
    ms: ms / steps,
    native_ms: native,
    javascript_ms: ms / steps - native,
    calls: calls.slice(0, 20),
  };
}

function say(message: Message): void {
  process.send?.(message);
}

async function answer(job: Job): Promise<Message> {
  try {
    const work = answers[job.kind] as (job: Job) => Promise<Answers[keyof Answers]>;
    return { value: await work(job) };
  } catch (error) {
    return { error: messageOf(error) };
  }
}

let last: Promise<void> = Promise.resolve();
process.on('message', (job: Job) => {
  last = last.then(async () => say(await answer(job)));
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit());
say({
  opened: {
    device: backend.device,
    tensorflow: backend.tensorflow ?? '',
    seconds: process.uptime(),
  },
});
