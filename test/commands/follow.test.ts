// What is shown while runs train: epochs come in one by one.
import { expect, test } from '@jest/globals';
import { followed } from '../../src/commands/follow.js';
import { curvesOf } from '../../src/comparison/curves.js';
import { makeRecord, someEpoch } from '../run/fixture.js';

const read = (done: number, planned: number) => ({
  curves: curvesOf([
    {
      folder: 'runs/adam',
      record: makeRecord({
        state: done < planned ? 'running' : 'finished',
        epochs: { planned, done, best: done || null },
      }),
      epochs: Array.from({ length: done }, (_, i) => ({
        ...someEpoch,
        epoch: i + 1,
        train: { loss: 3 - i },
        validation: { loss: 4 - i },
      })),
    },
  ]),
});

async function follow(isTTY: boolean): Promise<{ readonly text: string; readonly last: unknown }> {
  const said: string[] = [];
  const counts = [0, 1, 1, 2, 3];
  const last = await followed(
    () => read(counts.shift() ?? NaN, 3),
    () => ({ width: 60, height: 20, color: false }),
    { output: { isTTY, write: (text: string) => said.push(text) }, every: 1 },
  );
  return { text: said.join(''), last: last.curves.epochs };
}

test('a line an epoch where it is no terminal', async () => {
  const { text, last } = await follow(false);
  expect(last).toBe(3);
  expect(text.split('\n')).toEqual([
    'runs/adam  epoch 1/3  loss 3.0000  val_loss 4.0000  best',
    'runs/adam  epoch 2/3  loss 2.0000  val_loss 3.0000  best',
    'runs/adam  epoch 3/3  loss 1.0000  val_loss 2.0000  best',
    '',
  ]);
});

test('one picture in the place of the one before on a terminal, none when it is over', async () => {
  const { text } = await follow(true);
  const frames = text.split(/\u001b\[\d+A\r\u001b\[J/);
  expect(frames).toHaveLength(4);
  expect(frames[0]).toContain('there is no epoch with a number yet');
  expect(frames[2]).toContain('still running, 2 of 3 epochs');
  expect(frames[3]).toBe('');
  const height = (frames[1]?.split('\n').length ?? 0) - 1;
  expect(text).toContain(`\u001b[${height}A`);
});
