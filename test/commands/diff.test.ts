// What differs between two runs, as a user and as a program asks.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { makeTutorialRuns } from '../comparison/runs.js';
import { inFolder } from '../folders.js';

test('two runs by their names, in tables and as JSON', async () => {
  await inFolder(async (folder) => {
    makeTutorialRuns(join(folder, 'runs'));
    const [one, two] = ['adam-20260102T030405Z-a1', 'momentum'];
    const { code, stdout, stderr } = await dlx(folder, ['diff', one, two]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^optimizer +adam +sgd\(0\.1, momentum 0\.9\)$/m);
    expect(stdout).toMatch(/^val_accuracy +0\.8891 +0\.8844 +-0\.0047$/m);
    expect(stdout).toMatch(/^the same: data, environment$/m);
    const json = await dlx(folder, ['diff', one, two, '--json']);
    expect([json.code, json.stderr, json.stdout.trimEnd().split('\n').length]).toEqual([0, '', 2]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      runs: [{ name: 'adam' }, { run: 'runs/momentum-20260102T030405Z-b2' }],
      spec: [{ key: 'optimizer', values: ['adam', 'sgd(0.1, momentum 0.9)'] }],
      data: [],
      scores: expect.arrayContaining([
        { key: 'test_accuracy', values: [0.8812, 0.8777], difference: 0.8777 - 0.8812 },
      ]),
      notes: [],
    });
  });
});

test('what cannot be compared is named', async () => {
  await inFolder(async (folder) => {
    makeTutorialRuns(join(folder, 'runs'));
    expect(await dlx(folder, ['diff', 'momentum'])).toMatchObject({
      code: 2,
      stderr: 'diff needs another one behind its run: dlx diff momentum OTHER\n',
    });
    const torn = await dlx(folder, ['diff', 'momentum', 'torn']);
    expect(torn).toMatchObject({ code: 1, stdout: '' });
    expect(torn.stderr).toMatch(/^runs\/torn-\S+ is damaged: /);
    const many = await dlx(folder, ['diff', 'momentum', 'adam-']);
    expect(many).toMatchObject({ code: 2 });
    expect(many.stderr).toBe(
      '"adam-" means 2 runs of one spec, and diff takes one: name it, as runs/adam-20260102T030405Z-a1, the best of them by validation accuracy; `dlx compare` takes all of them\n',
    );
  });
});
