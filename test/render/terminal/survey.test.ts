import { describe, expect, test } from '@jest/globals';
import { bars, renderSurvey } from '../../../src/render/terminal/survey.js';
import { surveyOf } from '../../../src/survey/survey.js';
import { displayWidth } from '../../../src/text/width.js';
import { temporaryFolder } from '../../dataset/fixtures.js';
import { inOrder, tableOf } from '../../survey/data.js';

const folder = temporaryFolder();

test('bars are as high as their counts beside the greatest, and nothing is nothing', () => {
  expect(bars([0, 1, 4, 8, 1000])).toBe(' ▁▁▁█');
  expect(bars([1, 2, 3, 4, 5, 6, 7, 8])).toBe('▂▃▄▅▆▇██');
  expect(bars([0, 0])).toBe('  ');
});

describe('a survey', () => {
  const tableLines = Array.from(
    { length: 40 },
    (_, i) =>
      `${i % 7 === 0 ? '' : i % 10},${['a town of a long name', '東京', 'x\u001b[2J'][i % 3]},${'no yes'.split(' ')[i % 2]}`,
  );

  test.each([20, 80, 120, Infinity])(
    'is not wider than %d columns, and obeys no cell',
    async (width) => {
      const data = await tableOf(folder, ['size,town,y', ...tableLines], {
        ...inOrder,
        missing: 'fill',
      });
      const text = renderSurvey('a.yaml', surveyOf(data, []), { width, color: false });
      expect(text).not.toContain('\u001b');
      if (width >= 80) {
        expect(text.split('\n').filter((line) => displayWidth(line) > width)).toEqual([]);
        for (const part of ['24 / 8 / 8 samples', 'class of y', '12 (50.0 %)', '- row ']) {
          expect(text).toContain(part);
        }
        expect(text).toMatch(
          width > 80 ? /^size .* 0 to 9, mean .*; missing is 3\.5,/m : /^size .* 0 to 9/m,
        );
        // A column of words and the gaps of the other one.
        expect(text).toMatch(/^size +number +6 /m);
        expect(text).toMatch(/^town +categories +0 /m);
      }
    },
  );

  test('says what it has looked for where nothing was found', async () => {
    const lines = Array.from({ length: 100 }, (_, i) => `${i},${(i * 7919) % 1009}`);
    const data = await tableOf(folder, ['x,y', ...lines], {});
    const text = renderSurvey('a.yaml', surveyOf(data, []), { width: Infinity, color: false });
    expect(text).toContain(
      'Nothing doubtful was found. Looked for: samples that are in two parts, columns that give the target away, groups in two parts, constant columns.',
    );
    expect(text).toMatch(/^target y +holds$/m);
  });
});
