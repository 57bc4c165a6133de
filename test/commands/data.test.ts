// `dlx data`, as it is typed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { inFolder, root } from '../folders.js';

const experiment = (name: string): string => join(root, 'experiments', `${name}.yaml`);

describe('every kind of data is shown', () => {
  test.each<[string, readonly (string | RegExp)[]]>([
    ['houses', ['512 / 128 / 160 samples', /^district +categories +36 /m, /^target price/m]],
    ['load', ['1170 / 206 / 286', '48 × 2 a sample', /- row \d+, .*: temperature \S+ [▁-█]{24}/]],
    ['remarks', ['input remark: tokens', /^- row \d+, \w+: remark i was charged/m]],
    ['halves', ['input upper: pictures, 4 × 8 × 1', 'input lower', /^9 +115 \(10\.0 %\)/m]],
    ['spirals', ['960 / 240 / 300', /^table\[1\] +number/m, /^class of arm/m]],
  ])('%s', async (name, parts) => {
    const { code, stdout, stderr } = await dlx(root, ['data', experiment(name)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const part of parts) expect(stdout).toMatch(part);
  });
});

// 200 rows of 20 patients, the last ones for the test; "sent" is what was done about it.
const visits = Array.from({ length: 200 }, (_, i) => {
  const ill = (i * 7919) % 13 > 6;
  return `p${i % 20},${i < 160 ? i : 123456},${ill ? 'ward' : 'home'},${ill ? 'ill' : 'well'}`;
});
const spec = `dataset:
  name: table
  file: a.csv
  target: y
  exclude: [patient]
  validation_split: {by: order, fraction: 0.25}
  test_split: {by: order, fraction: 0.2}
model: [{Dense: {units: 1, activation: sigmoid}}]
loss: binary_crossentropy
`;

async function inVisits(work: (folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.csv'), `patient,age,sent,y\n${visits.join('\n')}\n`);
    writeFileSync(join(folder, 'a.yaml'), spec);
    await work(folder);
  });
}

test('a program is told sizes, columns, findings; and nothing of what test rows hold', async () => {
  await inVisits(async (folder) => {
    const { code, stdout, stderr } = await dlx(folder, ['data', 'a.yaml', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const document: unknown = JSON.parse(stdout);
    expect(document).toMatchObject({
      ok: true,
      dataset: 'table',
      samples: { training: 120, validation: 40, test: 40 },
      columns: [
        { column: 'age', kind: 'number', min: 0, max: 119 },
        { column: 'sent', kind: 'categories', distinct: 2 },
      ],
      findings: [
        { kind: 'gives_target_away', column: 'sent', train: 1, validation: 1 },
        { kind: 'groups', column: 'patient', groups: 20, validation: 20, test: 20 },
      ],
    });
    expect(stdout.length).toBeLessThan(3000);
    const said = (await dlx(folder, ['data', 'a.yaml'])).stdout;
    expect(said).toContain('sent gives the target away');
    expect(said + stdout).not.toContain('123456');
  });
});

test('a page is written, over an older page alone', async () => {
  await inVisits(async (folder) => {
    for (let time = 0; time < 2; time += 1) {
      const { code, stderr } = await dlx(folder, ['data', 'a.yaml', '--html', 'a.html']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: 'wrote a.html\n' });
    }
    const page = readFileSync(join(folder, 'a.html'), 'utf8');
    expect(page).toContain('sent gives the target away');
    expect(page).not.toContain('123456');
    const refused = await dlx(folder, ['data', 'a.yaml', '--html', 'a.csv']);
    expect(refused).toEqual({
      code: 2,
      stdout: '',
      stderr: '--html a.csv is to be a page: end its name with .html\n',
    });
    expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toContain('patient');
  });
});

test('what is wrong is said as elsewhere, and no page is left', async () => {
  await inVisits(async (folder) => {
    expect(await dlx(folder, ['data', 'b.yaml'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'b.yaml: there is no such file; did you mean a.yaml?\n',
    });
    const missing = ['data', 'a.yaml', '-S', 'dataset.file=none.csv', '--html', 'a.html', '--json'];
    const { code, stdout, stderr } = await dlx(folder, missing);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ ok: false });
    expect(existsSync(join(folder, 'a.html'))).toBe(false);
  });
});

test('of a cross-validation one fold is shown, and it is said which', async () => {
  await inVisits(async (folder) => {
    const how = (more: string): string[] => ['-S', `cross_validation={folds: 5${more}}`];
    const said =
      'These are the parts of fold 1 of 5 random folds: the test part is the rows that it holds out; -S cross_validation.fold=2 shows another one.';
    const words = ['data', 'a.yaml', '-S', 'dataset.validation_split=0.25'];
    // Of 200 rows the 40 that test_split takes stay out; 32 of the others are held out, and a quarter of
    // the 128 left validates.
    const shown = await dlx(folder, [...words, ...how(''), '--html', 'a.html']);
    const lines = shown.stdout.replaceAll(/\n\s*/g, ' ');
    expect(lines).toContain('96 / 32 / 32 samples');
    expect(lines).toContain(said);
    expect(readFileSync(join(folder, 'a.html'), 'utf8')).toContain(`<p>${said}</p>`);
    const pinned = [...words, ...how(', repeats: 2'), '-S', 'cross_validation.fold=3'];
    const { stdout } = await dlx(folder, [...pinned, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      fold: { folds: 5, by: 'random', column: null, fold: 3, repeats: 2, repeat: 1 },
    });
    const text = (await dlx(folder, pinned)).stdout.replaceAll(/\n\s*/g, ' ');
    expect(text).toContain('the parts of fold 3 of 5 random folds, repeat 1 of 2: ');
    expect((await dlx(folder, ['data', 'a.yaml'])).stdout).not.toContain('fold');
  });
});
