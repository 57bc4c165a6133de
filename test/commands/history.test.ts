// `dlx history`, as it is typed.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { inFolder } from '../folders.js';
import { encodeJson } from '../../src/run/format/json.js';
import type { RunRecord } from '../../src/run/record.js';
import { makeRunFolder, someEpoch } from '../run/fixture.js';

/** A run of three epochs. */
function makeRun(folder: string, name: string, overrides: Partial<RunRecord> = {}): string {
  const run = makeRunFolder(join(folder, 'runs', `${name}-20260102T030400Z-aaaaaa`), {
    name,
    epochs: { planned: 3, done: 3, best: 2 },
    hashes: { spec: name.padEnd(64, '0'), group: name.padEnd(64, '0') },
    ...overrides,
  });
  const lines = [1, 2, 3].map((epoch) =>
    encodeJson({
      ...someEpoch,
      epoch,
      train: { loss: 3 / epoch, accuracy: 0.2 * epoch },
      validation: { loss: epoch === 2 ? 1 : 2, accuracy: 0.1 * epoch },
    }),
  );
  writeFileSync(join(run, 'epochs.jsonl'), `${lines.join('\n')}\n`);
  return run;
}

test('curves for people, numbers for programs, and pictures', async () => {
  await inFolder(async (folder) => {
    makeRun(folder, 'adam');
    makeRun(folder, 'sgd');
    const { code, stdout, stderr } = await dlx(folder, ['history', 'adam', 'sgd']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^loss\n2\.0000 ┤/);
    expect(stdout).toMatch(/^a adam: best epoch 2\nb sgd: best epoch 2\nvalidation\n$/m);

    const json = await dlx(folder, ['history', 'adam', '--json', '--metric', 'val_loss']);
    expect(json.stderr).toBe('');
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: true,
      runs: [{ name: 'adam', epochs: [1, 2, 3], val_loss: [2, 1, 2], best_epoch: 2 }],
      groups: [],
      notes: [],
      svg: null,
    });
    const csv = await dlx(folder, ['history', 'sgd', '--csv']);
    expect(csv.stdout.split('\n')[0]).toBe(
      'run,name,seed,epoch,best,train_loss,val_loss,train_accuracy,val_accuracy,learning_rate,seconds',
    );

    const drawn = await dlx(folder, ['history', 'adam', '--svg', 'a.svg', '--png', 'a.png']);
    expect(drawn.stderr).toBe('wrote a.svg\nwrote a.png\n');
    expect(readFileSync(join(folder, 'a.svg'), 'utf8')).toContain('best epoch 2: 1<');
    expect([...readFileSync(join(folder, 'a.png')).subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
  });
});

test('runs that are damaged, without epochs or not whole are told, and the others drawn', async () => {
  await inFolder(async (folder) => {
    makeRun(folder, 'adam');
    const cut = makeRun(folder, 'cut', { state: 'interrupted' });
    appendFileSync(join(cut, 'epochs.jsonl'), '{"epoch": 4, "tra');
    const wrong = makeRun(folder, 'wrong');
    writeFileSync(join(wrong, 'epochs.jsonl'), 'no\n{}\n');
    makeRunFolder(join(folder, 'runs/none-20260102T030400Z-aaaaaa'), {
      name: 'none',
      state: 'failed',
      message: 'the disk is full',
      epochs: { planned: 3, done: 0, best: null },
    });
    const { code, stdout, stderr } = await dlx(folder, ['history', 'runs']);
    expect(code).toBe(0);
    expect(stdout).toContain('interrupted after 3 of 3 epochs');
    expect(stdout).toContain('failed after 0 of 3 epochs: the disk is full');
    expect(stderr).toMatch(/^runs\/wrong-\S+ cannot be drawn: \S+epochs\.jsonl:1 is not JSON/);
  });
});

describe('is refused', () => {
  test.each<[readonly string[], RegExp]>([
    [['--json', '--csv'], /two formats/],
    [['--follow', '--json'], /--follow is for people/],
    [['--svg', 'a.png'], /end its name with \.svg/],
    [['--png', 'a.svg'], /end its name with \.png/],
    [['--each', '--group-by', 'name'], /--each is a row a run, and --group-by says/],
    [['--metric', 'nothing'], /no run has a metric "nothing"/],
    [['--svg', 'RUN/a.svg'], /in the folder of the run/],
    [['--svg', 'folder.svg'], /"folder\.svg" is a folder: name a file in it/],
  ])('%j', async (words, message) => {
    await inFolder(async (folder) => {
      const run = makeRun(folder, 'adam');
      writeFileSync(join(run, 'spec.yaml'), '');
      mkdirSync(join(folder, 'folder.svg'));
      const own = words.map((word) => word.replace('RUN', run));
      const { code, stdout, stderr } = await dlx(folder, ['history', 'adam', ...own]);
      expect(code).toBe(2);
      expect(stdout + stderr).toMatch(message);
      expect(existsSync(join(run, 'a.svg'))).toBe(false);
    });
  });
});

test('what has ended is not followed for long', async () => {
  await inFolder(async (folder) => {
    makeRun(folder, 'adam');
    const { code, stdout } = await dlx(folder, ['history', 'adam', '--follow']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/epoch 3\/3 [\s\S]*^adam: best epoch 2$/m);
  });
});
