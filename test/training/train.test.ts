// The loop and its end: a budget cuts an epoch at a step, and judges what was trained.
import { describe, expect, test } from '@jest/globals';
import { openBackend } from '../../src/tensor/backend.js';
import { randomNormal, randomWords } from '../../src/ground/random.js';
import type { Position } from '../../src/training/position.js';
import type { Place, Reached, TrainingHooks } from '../../src/training/train.js';
import { train } from '../../src/training/train.js';
import type { Trainer } from '../../src/training/trainer.js';
import { datasetOf, trainerOf } from './trainers.js';

const key = { seed: 9, stream: 9 };
// 50 samples, 16 at a time: four steps an epoch.
const dataset = datasetOf(
  { shape: [50, 4], values: Array.from(randomNormal(key, 200)) },
  {
    shape: [50],
    values: Array.from(randomWords({ ...key, stream: 10 }, 50), (word) => word % 3),
    kind: 'int',
  },
);
const backend = await openBackend({ kind: 'cpu' });
const opened = (): Trainer =>
  trainerOf(
    backend,
    {
      model: [
        { Dense: { units: 5, activation: 'tanh' } },
        { Dense: { units: 3, activation: 'softmax' } },
      ],
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
      optimizer: 'adam',
      batch_size: 16,
      epochs: 3,
      seed: 7,
    },
    dataset,
  );
// Every step is told, whatever time it takes.
const everyStep: TrainingHooks = { onEveryStep: async () => undefined };

async function reachedBy(
  trainer: Trainer,
  hooks: TrainingHooks,
  from?: Position,
): Promise<readonly Reached[]> {
  const all: Reached[] = [];
  for await (const one of train(trainer, dataset, { ...everyStep, ...hooks }, from)) all.push(one);
  return all;
}

const isAt =
  (epoch: number, step: number) =>
  (place: Place): boolean =>
    place.epoch === epoch && place.step === step;

const timeless = ({ epoch, position }: Reached) => {
  const { seconds: _, spent: __, ...place } = position;
  const { seconds: ___, ...record } = epoch ?? { seconds: null };
  return { record, place };
};

describe('a budget', () => {
  test('cuts an epoch after a step: its scores are those of the steps it had', async () => {
    using trainer = opened();
    const reached = await reachedBy(trainer, { isOver: isAt(2, 2) });
    expect(reached.map(({ epoch }) => [epoch?.epoch, epoch?.steps])).toEqual([
      [1, undefined],
      [2, 2],
    ]);
    const last = reached.at(-1);
    expect(last?.position).toMatchObject({ epoch: 3, step: 0, ended: 'budget' });
    // One that is merely stopped there has the same weights, and the same sums over 32 samples.
    using other = opened();
    const place: { at: Place | null } = { at: null };
    const stopped = await reachedBy(other, {
      onEveryStep: async (epoch, step) => void (place.at = { epoch, step, spent: 0 }),
      stopped: () => place.at?.epoch === 2 && place.at.step === 2,
    });
    expect(stopped.at(-1)?.position).toMatchObject({ epoch: 2, step: 2, ended: null });
    expect(await trainer.readWeights()).toEqual(await other.readWeights());
    expect(last?.epoch?.train).toEqual(await other.takeScores(32));
    expect(last?.epoch?.validation).toEqual((await other.evaluate(dataset.validation)).scores);
  });

  test('ends between two epochs, too, and does not end one that has come to its end', async () => {
    using trainer = opened();
    const reached = await reachedBy(trainer, { isOver: ({ epoch }) => epoch > 2 });
    expect(reached.map(({ epoch }) => [epoch?.epoch, epoch?.steps])).toEqual([
      [1, undefined],
      [2, undefined],
    ]);
    expect(reached.at(-1)?.position).toMatchObject({ epoch: 3, step: 0, ended: 'budget' });
    using whole = opened();
    const all = await reachedBy(whole, { isOver: ({ epoch }) => epoch > 3 });
    expect(all.at(-1)?.position).toMatchObject({ epoch: 4, ended: null });
  });

  test('of an epoch whose validation was interrupted nothing more is trained', async () => {
    using trainer = opened();
    const whole = await reachedBy(trainer, { isOver: isAt(2, 2) });
    using other = opened();
    let isStopped = false;
    const hooks = {
      isOver: (at: Place): boolean => {
        isStopped = isAt(2, 2)(at);
        return isStopped;
      },
    };
    // Validation is a batch here, between two of which nobody is asked: it is told to have stopped.
    const evaluate: Trainer['evaluate'] = async (part, how) => ({
      ...(await other.evaluate(part, how)),
      complete: !isStopped,
    });
    const stopped = await reachedBy({ ...other, evaluate }, hooks);
    expect(stopped.at(-1)).toMatchObject({
      epoch: null,
      position: { epoch: 2, step: 2, ended: null },
    });
    const resumed = await reachedBy(other, { isOver: isAt(2, 2) }, stopped.at(-1)?.position);
    expect(resumed.map(timeless)).toEqual(whole.slice(-1).map(timeless));
  });

  test('counts on from where a run is gone on with', async () => {
    using trainer = opened();
    const seen: number[] = [];
    const [first] = await reachedBy(trainer, { isOver: isAt(2, 0) });
    if (!first) throw new Error('an epoch');
    const from = { ...first.position, ended: null, spent: 1000 };
    await reachedBy(trainer, { isOver: ({ spent }) => seen.push(spent) < 0 }, from);
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(1000);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });
});

test('the last epoch gives its validation with the outputs that its weights have', async () => {
  using trainer = opened();
  const all = await reachedBy(trainer, {});
  expect(all.map(({ validated }) => validated?.epoch ?? null)).toEqual([null, null, 3]);
  const again = await trainer.evaluate(dataset.validation, { keepOutputs: true });
  expect(again.outputs?.length).toBe(3 * dataset.validation.rows.length);
  expect(all.at(-1)?.validated?.evaluated).toEqual(again);
});
