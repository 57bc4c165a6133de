import { describe, expect, test } from '@jest/globals';
import { sentenceOf, type Finding } from '../../src/survey/findings.js';
import { surveyOf } from '../../src/survey/survey.js';
import { leftOutOf } from '../../src/dataset/datasets.js';
import { contextOf, readTagged, temporaryFolder, writeIn } from '../dataset/fixtures.js';
import { load } from '../dataset/fixtures.js';
import { inOrder } from './data.js';

const folder = temporaryFolder();

async function findingsOf(
  lines: readonly string[],
  more: Readonly<Record<string, unknown>>,
): Promise<readonly Finding[]> {
  writeIn(folder, 'a.csv', `${lines.join('\n')}\n`);
  const written = { name: 'table', file: 'a.csv', target: 'y', ...more };
  const leftOut = await leftOutOf(readTagged(written), contextOf(folder));
  return surveyOf(await load(folder, written), leftOut).findings;
}

// 200 rows of 20 patients, ten rows each.
const visits = Array.from({ length: 200 }, (_, i) => {
  const ill = (i * 7919) % 13 > 6;
  return `p${i % 20},${(i * 31) % 997},${ill ? 'ward' : 'home'},7,${ill ? 'ill' : 'well'}`;
});
const table = ['patient,age,sent_to,floor,y', ...visits];

describe('planted leaks', () => {
  test('a column that was written afterwards, patients in two parts, a constant', async () => {
    const found = await findingsOf(table, { exclude: ['patient'] });
    expect(found.map(({ kind }) => kind)).toEqual(['gives_target_away', 'groups', 'constant']);
    expect(found[0]).toMatchObject({ column: 'sent_to', by: 'majority', train: 1, validation: 1 });
    expect(found[1]).toMatchObject({ column: 'patient', groups: 20 });
    expect(found[2]).toEqual({ kind: 'constant', column: 'floor' });
  });

  test('patients that are inputs are seen, too, and none where the split keeps them apart', async () => {
    const groups = (found: readonly Finding[]) => found.filter(({ kind }) => kind === 'groups');
    expect(groups(await findingsOf(table, {}))).toMatchObject([{ column: 'patient' }]);
    const apart = { by: 'group', column: 'patient', fraction: 0.2 };
    const split = { validation_split: apart, test_split: apart };
    expect(groups(await findingsOf(table, split))).toEqual([]);
  });

  test('rows that are there twice, and a class that a part lacks', async () => {
    const lines = Array.from(
      { length: 40 },
      (_, i) => `${i === 39 ? 3 : i},${i < 3 ? 'c' : 'ab'[i % 2]}`,
    );
    const found = await findingsOf(['x,y', ...lines], inOrder);
    expect(found).toEqual([
      {
        kind: 'identical',
        part: 'test',
        other: 'training',
        rows: 1,
        of: 8,
        other_target: 0,
        examples: [[39, 3]],
      },
      { kind: 'absent_classes', part: 'validation', classes: ['c'] },
      { kind: 'absent_classes', part: 'test', classes: ['c'] },
    ]);
  });

  test('of several targets, and of labels, each is looked at by itself', async () => {
    const numbers = Array.from({ length: 200 }, (_, i) => {
      const hidden = (i * 7919) % 1009;
      return `${hidden},${(i * 31) % 997},${2 * hidden + 1},${(i * 613) % 89}`;
    });
    const several = ['x,other,y,z', ...numbers];
    expect(await findingsOf(several, { target: ['y', 'z'] })).toMatchObject([
      { kind: 'gives_target_away', column: 'x', target: 'y', by: 'correlation', train: 1 },
    ]);
    const tagged = Array.from({ length: 200 }, (_, i) => {
      const hot = (i * 7919) % 13 > 6;
      const tags = [...(hot ? ['hot'] : []), ...((i * 31) % 17 > 8 ? ['new'] : [])];
      return `${(i * 613) % 997},${hot ? 'fan' : 'none'},${tags.join(';')}`;
    });
    const labels = { target: { y: { type: 'labels', separator: ';' } } };
    const found = await findingsOf(['x,cooling,y', ...tagged], labels);
    expect(found).toMatchObject([
      { kind: 'gives_target_away', column: 'cooling', target: 'hot', by: 'majority', train: 1 },
    ]);
    const [first] = found;
    expect(first && sentenceOf(first)).toBe(
      'cooling gives hot away: what most rows of each of its values have is right in 100 % of the training and 100 % of the validation rows. Was it written before hot was known?',
    );
  });

  test('none in a table without any, and none in smooth series', async () => {
    const clean = Array.from({ length: 200 }, (_, i) => `${i},${(i * 7919) % 1009}`);
    expect(await findingsOf(['x,y', ...clean], {})).toEqual([]);
    const smooth = Array.from({ length: 200 }, (_, i) => `${i},${3 * i}`);
    expect(await findingsOf(['x,y', ...smooth], { windows: { length: 4 } })).toEqual([]);
  });
});

test('sentences say part, column, figures and the way out', () => {
  const said = (finding: Finding): string => sentenceOf(finding);
  expect(
    said({
      kind: 'identical',
      part: 'test',
      other: 'training',
      rows: 4,
      of: 50,
      other_target: 1,
      examples: [
        [3, 7],
        [4, 9],
        [8, 1],
      ],
    }),
  ).toBe(
    '4 of 50 test rows (8 %) have the very inputs of a training row, 1 of them with another target: rows 3 = 7, 4 = 9, 8 = 1, …',
  );
  expect(said({ kind: 'absent_classes', part: 'test', classes: ['a'] })).toBe(
    '1 class with no row in the test part: a; stratify: true gives each part its share',
  );
  expect(said({ kind: 'groups', column: 'patient', groups: 9, validation: 8, test: 7 })).toContain(
    'of its 9 groups 8 have rows in both the training and the validation part, 7 in both training and test: {by: group, column: patient}',
  );
});
