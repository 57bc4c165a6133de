// The page of a survey; in the whole form of the tests in Debian's Chromium, too.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseHTML } from 'linkedom';
import { chromium } from 'playwright-core';
import { surveyPage } from '../../../src/render/html/survey-page.js';
import { surveyOf } from '../../../src/survey/survey.js';
import { pngOf } from '../../../src/dataset/pictures/encoded.js';
import { picturesOf } from '../../../src/survey/pictures.js';
import { temporaryFolder } from '../../dataset/fixtures.js';
import { greyPictures, inOrder, tableOf } from '../../survey/data.js';
import { isWhole } from '../../whole.js';

const folder = temporaryFolder();
const attack = `<img src=x onerror=alert(1)>"'<script>alert(2)</script>`;

async function pageOfTable(): Promise<string> {
  const quoted = `"${attack.replaceAll('"', '""')}"`;
  const lines = Array.from(
    { length: 40 },
    (_, i) => `${i},${i % 3 ? quoted : 'b'},${['u', quoted][i % 2]}`,
  );
  const data = await tableOf(folder, [`x,${quoted},y`, ...lines], inOrder);
  return surveyPage(attack, surveyOf(data, []), []);
}

test('names, cells and classes are no markup', async () => {
  const { document } = parseHTML(await pageOfTable());
  expect(document.querySelectorAll('script, img, [onerror]')).toHaveLength(0);
  expect(document.querySelectorAll('h2').length).toBeGreaterThan(3);
  expect(document.querySelectorAll('svg').length).toBe(3);
  expect(document.body.textContent).toContain(attack);
});

test('pictures are in the page itself', async () => {
  const data = await greyPictures(folder);
  const pictures = await Promise.all(
    picturesOf(data).map(async ({ values, shape, ...one }) => ({
      ...one,
      png: await pngOf(values, shape),
    })),
  );
  const { document } = parseHTML(surveyPage('a.yaml', surveyOf(data, []), pictures));
  const images = [...document.querySelectorAll('img')];
  expect(images).toHaveLength(pictures.length);
  expect(images.every((one) => one.getAttribute('src')?.startsWith('data:image/png;base64,'))).toBe(
    true,
  );
});

const browser = process.env['DLX_CHROMIUM'] ?? '/usr/bin/chromium';
const read = isWhole && existsSync(browser) ? test : test.skip;

read(
  'a browser asks for nothing, runs nothing, and has nothing to say (where there is a Chromium)',
  async () => {
    const file = join(folder, 'page.html');
    writeFileSync(file, await pageOfTable());
    const opened = await chromium.launch({ executablePath: browser, args: ['--no-sandbox'] });
    try {
      const page = await opened.newPage({ viewport: { width: 380, height: 800 } });
      const told: string[] = [];
      page.on('console', (message) => told.push(message.text()));
      page.on('dialog', (dialog) => told.push(dialog.message()));
      page.on('request', (request) => told.push(request.url().slice(0, 5)));
      await page.goto(`file://${file}`);
      expect(told.filter((one) => one !== 'data:')).toEqual(['file:']);
      // Nothing is wider than a phone.
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(380);
    } finally {
      await opened.close();
    }
  },
);
