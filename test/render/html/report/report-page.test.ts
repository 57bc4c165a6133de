// The whole page: every part is there, and no name is anything but text.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { parseHTML } from 'linkedom';
import { reportPage } from '../../../../src/render/html/report/report-page.js';
import { isWhole } from '../../../whole.js';
import { attacks } from './attacks.js';
import { namedReport } from './fixture.js';

const naughty = createRequire(import.meta.url)('big-list-of-naughty-strings') as readonly string[];

const parsed = (html: string) => parseHTML(html).document;

test('has all its parts, and a policy that lets nothing in', () => {
  const html = reportPage(namedReport('adam'));
  const page = parsed(html);
  const headings = [...page.querySelectorAll('h2')].map((one) => one.textContent);
  expect(headings).toEqual([
    'Comparison',
    'What differs',
    'Curves',
    'The best model',
    'Who is taken for whom',
    'Precision, recall and confidence',
    'Wrong answers',
    'The network',
    'Environment and provenance',
    'Runs',
    'To know',
  ]);
  expect(page.querySelectorAll('nav a')).toHaveLength(headings.length);
  const policy = page.querySelector('meta[http-equiv]')?.getAttribute('content') ?? '';
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');
  const inside = (tag: string): string =>
    new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(html)?.[1] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`script-src 'sha256-${hashOf(inside('script'))}'`);
  expect(policy).toContain(`style-src 'sha256-${hashOf(inside('style'))}'`);
  expect(policy).not.toContain('unsafe');
});

describe('no name is markup', () => {
  const some = isWhole ? naughty : naughty.filter((_, i) => i % 60 === 0);
  test.each([...attacks, ...some.filter((text) => text !== '')])('%j', (text) => {
    const html = reportPage(namedReport(text));
    const page = parsed(html);
    expect(page.querySelectorAll('script')).toHaveLength(1);
    expect(page.querySelectorAll('style')).toHaveLength(1);
    expect(
      page.querySelectorAll('iframe, base, object, embed, form, link:not([rel=icon])'),
    ).toHaveLength(0);
    expect(page.querySelectorAll('meta')).toHaveLength(3);
    const attributes = [...page.querySelectorAll('*')].flatMap((one) => [...one.attributes]);
    expect(attributes.filter(({ name }) => /^on|^style$/i.test(name))).toEqual([]);
    const leading = attributes.filter(({ name }) => ['href', 'src'].includes(name));
    expect(
      leading.filter(({ value }) => !/^#part-\d+$|^data:|^https?:|^mailto:/.test(value)),
    ).toEqual([]);
    expect(
      [...page.querySelectorAll('img')].filter(
        (one) => !one.getAttribute('src')?.startsWith('data:'),
      ),
    ).toEqual([]);
  });
});

test('a report without a finished run, without outputs, and of one run', () => {
  const report = namedReport('adam');
  const html = reportPage({ ...report, best: null, tables: [] });
  expect(html).toContain('<h2 id="part-1">Runs</h2>');
  const { best } = report;
  if (!best) throw new Error('no best');
  const bare = reportPage({ ...report, best: { ...best, network: null, judged: null } });
  expect(bare).toContain('The best model');
  expect(bare).not.toContain('Wrong answers');
});
