// What numbers in a target are: values for a loss of values, classes for one of classes, and what
// the spec says before both.
import { describe, expect, test } from '@jest/globals';
import { describeDataset, loadDataset } from '../../../src/dataset/datasets.js';
import type { Dataset, WantedTargets } from '../../../src/dataset/dataset.js';
import { contextOf, load, readTagged, refusal, temporaryFolder, writeIn } from '../fixtures.js';
import { onlyTarget } from '../../../src/dataset/source.js';

const folder = temporaryFolder();
let made = 0;

function csv(
  targets: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const file = `${(made += 1)}.csv`;
  const rows = [...targets, ...targets, ...targets].map((target, i) => `${i / 8},${target}`);
  writeIn(folder, file, ['x,y', ...rows].join('\n'));
  return { name: 'csv', file, target: 'y', ...more };
}

function loadFor(
  targets: WantedTargets,
  written: Readonly<Record<string, unknown>>,
): Promise<Dataset> {
  return loadDataset(readTagged(written), { ...contextOf(folder), targets });
}

describe('numbers', () => {
  test.each<[string, readonly string[]]>([
    ['two whole values', ['10', '100']],
    ['minus one and one', ['-1', '1']],
    ['nought and one', ['0', '1']],
    ['six whole values', ['3', '4', '5', '6', '7', '8']],
  ])('%s keep their values under a loss of values, and are classes under others', async (_, of) => {
    const asValues = await loadFor('values', csv(of));
    expect(asValues.classes).toBeNull();
    expect([...onlyTarget(asValues.train.source).values]).toEqual(
      [...of, ...of, ...of].map(Number),
    );
    for (const wanted of ['classes', 'either'] as const) {
      const asClasses = await loadFor(wanted, csv(of));
      expect(asClasses.classNames).toEqual(of);
      expect([...onlyTarget(asClasses.train.source).values.subarray(0, of.length)]).toEqual(
        of.map((_text, i) => i),
      );
    }
  });

  test('are what the spec says, before what the loss would have', async () => {
    const classes = await loadFor('values', csv(['10', '100'], { target_type: 'classes' }));
    expect(classes.classNames).toEqual(['10', '100']);
    const values = await loadFor('classes', csv(['10', '100'], { target_type: 'number' }));
    expect([...onlyTarget(values.train.source).values.subarray(0, 2)]).toEqual([10, 100]);
  });

  test('classes beyond 2⁵³ are not taken for one another', async () => {
    // As doubles both are 9007199254740992.
    const alike = ['9007199254740992', '9007199254740993', '3'];
    const { message } = await refusal(loadFor('classes', csv(alike)));
    expect(message).toMatch(
      /target "y" has more digits than a number keeps \("9007199254740992"\): say target_type: classes, which takes its cells as they are written$/,
    );
    const written = await loadFor('classes', csv(alike, { target_type: 'classes' }));
    expect(new Set(written.classNames)).toEqual(new Set(alike));
  });

  test('words are classes whatever the loss', async () => {
    expect((await loadFor('values', csv(['no', 'yes']))).classNames).toEqual(['no', 'yes']);
  });
});

describe('the positive class', () => {
  test.each<[Record<string, unknown>, readonly string[], string]>([
    [{}, ['cancer', 'healthy'], 'healthy'],
    [{ positive: 'cancer' }, ['healthy', 'cancer'], 'cancer'],
    [{ positive: 'healthy' }, ['cancer', 'healthy'], 'healthy'],
  ])('with %j', async (more, classes, positive) => {
    const written = csv(['healthy', 'cancer', 'healthy'], more);
    const got = await load(folder, written);
    expect(got.facts.targets).toEqual([{ name: 'y', kind: 'classes', classes, positive }]);
    expect(onlyTarget(got.train.source).values[0]).toBe(classes.indexOf('healthy'));
    expect(await describeDataset(readTagged(written), contextOf(folder))).toMatchObject({
      classNames: classes,
    });
  });

  test('may be a number', async () => {
    expect((await load(folder, csv(['0', '1'], { positive: '0' }))).classNames).toEqual(['1', '0']);
  });

  test.each<[readonly string[], Record<string, unknown>, RegExp]>([
    [
      ['a', 'b'],
      { positive: 'c' },
      /target "y" has no class "c", which is to be the positive one: its classes are "a", "b"$/,
    ],
    [
      ['a', 'b', 'c'],
      { positive: 'c' },
      /target "y" has 3 classes \("a", "b", "c"\), and one is positive only of two: remove positive$/,
    ],
    [
      ['0.5', '1.5'],
      { positive: '1.5' },
      /the target "y" is a number: remove positive, or say target_type: classes$/,
    ],
  ])('%j with %j is refused', async (targets, more, message) => {
    expect((await refusal(load(folder, csv(targets, more)))).message).toMatch(message);
  });
});
