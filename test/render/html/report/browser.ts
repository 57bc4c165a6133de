// Debian's Chromium without a window, where there is one (DLX_CHROMIUM, or /usr/bin/chromium).
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { inFolder } from '../../../folders.js';

const browser = process.env['DLX_CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether there is one. */
export const hasBrowser = existsSync(browser);

/** Starts it for some work. */
export async function inBrowser<T>(work: (opened: Browser) => Promise<T>): Promise<T> {
  const opened = await chromium.launch({ executablePath: browser, args: ['--no-sandbox'] });
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/** Opens a page from a file, and gives what it said, asked for or showed that it should not. */
export async function opening(
  opened: Browser,
  html: string,
  work: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<readonly string[]> {
  return inFolder(async (folder) => {
    const file = join(folder, 'report.html');
    writeFileSync(file, html);
    const context = await opened.newContext(options);
    const found: string[] = [];
    try {
      const page = await context.newPage();
      page.on('console', (message) => found.push(`console: ${message.text()}`));
      page.on('pageerror', (error) => found.push(`error: ${error.message}`));
      page.on('dialog', (dialog) => {
        found.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('request', (request) => {
        const url = request.url();
        if (url !== `file://${file}` && !url.startsWith('data:')) found.push(`request: ${url}`);
      });
      await page.goto(`file://${file}`);
      await work(page);
    } finally {
      await context.close();
    }
    return found;
  });
}
