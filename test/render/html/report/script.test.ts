// What a report's page does in a real browser: it sorts, filters, hovers and switches by keyboard and
// pointer, says nothing, asks for nothing, and passes axe's rules. Left out where there is no Chromium.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { reportPage } from '../../../../src/render/html/report/report-page.js';
import { reportScript } from '../../../../src/render/html/report/script.js';
import { root } from '../../../folders.js';
import { isWhole } from '../../../whole.js';
import { hasBrowser, inBrowser, opening } from './browser.js';
import { namedReport } from './fixture.js';
import { attacks } from './attacks.js';

const inPage = hasBrowser ? test : test.skip;
const naughty = createRequire(import.meta.url)('big-list-of-naughty-strings') as readonly string[];

test('makes no markup, and runs no text', () => {
  expect(reportScript).not.toMatch(
    /innerHTML|outerHTML|insertAdjacent|eval\(|Function\(|document\.write|createElement/,
  );
});

inPage('sorts, shows values, and switches rows by keyboard', async () => {
  const found = await inBrowser((opened) =>
    opening(opened, reportPage(namedReport('adam')), async (page) => {
      const heads = page.locator('table.sorted thead button');
      const first = async (): Promise<string> =>
        (await page.locator('table.sorted tbody tr').first().textContent()) ?? '';
      const before = await first();
      await heads.nth(0).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      expect(await page.locator('th[aria-sort=descending]').count()).toBe(1);
      expect(await first()).not.toBe(before);

      const figure = page.locator('figure[data-curve]').first();
      await figure.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      const values = figure.locator('.values');
      // The loss of validation is 2 / epoch for all seeds.
      expect(await values.textContent()).toMatch(/^epoch 2\n.* 1 ± 0\n/);
      const toggle = page.locator('button[data-toggle]').first();
      await toggle.focus();
      await page.keyboard.press('Space');
      expect(await toggle.getAttribute('aria-pressed')).toBe('false');
      expect(await page.locator('g[data-row="0"]').first().isVisible()).toBe(false);
      const box = await figure.locator('svg').boundingBox();
      if (!box) throw new Error('no chart');
      await page.mouse.move(box.x + 0.92 * box.width, box.y + 0.5 * box.height);
      const hovered = (await values.textContent()) ?? '';
      expect(hovered).toMatch(/^epoch 3\n/);
      expect(hovered.split('\n')).toHaveLength(3);
    }),
  );
  expect(found).toEqual([]);
});

inPage('filters rows by what is typed', async () => {
  const report = namedReport('adam');
  const [shown] = report.tables;
  if (!shown) throw new Error('no table');
  const rows = Array.from({ length: 3 }, () => shown.table.rows).flat();
  const many = { ...report, tables: [{ ...shown, table: { ...shown.table, rows } }] };
  const found = await inBrowser((opened) =>
    opening(opened, reportPage(many), async (page) => {
      await page.locator('input.filter').focus();
      await page.keyboard.type('FAILED');
      expect(await page.locator('table.sorted tbody tr:visible').count()).toBe(3);
      expect(await page.locator('label.filter output').textContent()).toBe('3 of 9');
    }),
  );
  expect(found).toEqual([]);
});

describe('axe finds nothing', () => {
  const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
  const looks = [
    ['light', {}],
    ['dark', { colorScheme: 'dark' as const }],
    ['on a phone', { viewport: { width: 390, height: 800 } }],
  ] as const;
  const some = isWhole ? looks : looks.slice(1, 2);
  (hasBrowser ? test.each(some) : test.skip.each(some))('%s', async (_, options) => {
    const found = await inBrowser((opened) =>
      opening(
        opened,
        reportPage(namedReport('adam')),
        async (page) => {
          await page.evaluate(axe);
          const violations = await page.evaluate(
            'axe.run().then((found) => found.violations.map(({ id, nodes }) => id + " " + nodes[0].html))',
          );
          expect(violations).toEqual([]);
          // Nothing is wider than the screen.
          expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(
            true,
          );
        },
        options,
      ),
    );
    expect(found).toEqual([]);
  });
});

inPage(
  'no name runs, asks or shows anything',
  async () => {
    const texts = [...attacks, ...naughty.filter((text) => text !== '')];
    const some = isWhole ? texts : texts.slice(0, 4);
    await inBrowser(async (opened) => {
      for (const text of some) {
        const found = await opening(opened, reportPage(namedReport(text)), async (page) => {
          await page.locator('figure[data-curve]').first().focus();
          await page.locator('table.sorted thead button').first().click();
          expect(await page.evaluate('document.scripts.length')).toBe(1);
        });
        expect([text, found]).toEqual([text, []]);
      }
    });
  },
  900_000,
);
