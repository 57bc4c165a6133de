// A run that writes for TensorBoard, killed at every system call to the files of its events, and gone
// on with: what it shows is what a run shows that nothing happened to, also to TensorBoard itself.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { hasModule, said } from '../export/readers.js';
import { seriesOf } from '../export/tensorboard/events.js';
import { inFolder } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { once } from '../once.js';
import { isWhole } from '../whole.js';
import { counted } from './counts.js';
import { bits, onlyRun, recordOf } from './runs.js';
import { callsOf, killedAt } from './strace.js';

const spec = {
  dataset: { name: 'spirals', samples: 100 },
  model: [{ Dense: { units: 3, activation: 'softmax' } }],
  optimizer: 'adam',
  loss: 'sparse_categorical_crossentropy',
  epochs: 3,
  tensorboard: true,
};
const words = ['train', 'a.yaml', '--quiet'];

const prepared = <T>(work: (folder: string) => Promise<T>): Promise<T> =>
  inFolder((folder) => {
    writeFileSync(join(folder, 'a.yaml'), JSON.stringify(spec));
    return work(folder);
  });

type Shown = {
  readonly runs: Readonly<
    Record<
      string,
      { readonly tags: Readonly<Record<string, readonly (readonly [number, number, unknown])[]>> }
    >
  >;
};

/** What TensorBoard itself reads of a run, its times aside; null where the Python of the tests has none. */
const readByTensorboard = once(() => hasModule('tensorboard'));
const shownOf = (run: string): unknown =>
  readByTensorboard()
    ? Object.entries(said<Shown>('read_tensorboard.py', join(run, 'events')).runs).map(
        ([part, { tags }]) => [
          part,
          Object.entries(tags).map(([tag, events]) => [
            tag,
            events.map(([step, , value]) => [step, value]),
          ]),
        ],
      )
    : null;

const unbroken = once(() =>
  prepared(async (folder) => {
    const calls = await callsOf(folder, words);
    const run = onlyRun(folder);
    // A call by a file's name, or the one behind it that has but its number.
    const own = calls.filter(
      ({ about }, i) => /tfevents|events/.test(about) || /tfevents/.test(calls[i - 1]?.about ?? ''),
    );
    return { own, bits: bits(run), series: seriesOf(run), shown: shownOf(run) };
  }),
);

onLinux('a kill at a call to the events of a run', () => {
  test('leaves no epoch out, and none twice', async () => {
    const { own, ...expected } = await unbroken();
    expect(own.length).toBeGreaterThan(20);
    const chosen = isWhole ? own : [own[Math.floor(own.length / 2)]].flatMap((one) => one ?? []);
    const wrong: string[] = [];
    for (const call of chosen) {
      await prepared(async (folder) => {
        const { stderr } = await killedAt(folder, words, call);
        expect(stderr).toContain('ended by SIGKILL');
        const run = onlyRun(folder);
        const again = await dlx(folder, ['resume', run, '--quiet']);
        expect([again.code, again.stderr, recordOf(run).state]).toEqual([0, '', 'finished']);
        try {
          expect({ bits: bits(run), series: seriesOf(run), shown: shownOf(run) }).toEqual(expected);
        } catch (error) {
          wrong.push(
            `${call.call} ${call.ordinal} (${call.about}): ${String(error).slice(0, 400)}`,
          );
        }
      });
    }
    counted('kills as it writes events', chosen.length, { wrong: wrong.length });
    expect(wrong).toEqual([]);
  });
});
