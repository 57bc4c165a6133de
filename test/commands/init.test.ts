import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { dlx } from '../cli/warm.js';
import { inFolder } from '../folders.js';

// What a column says of the price is known: 3 · area, and 50 more in the south.
const houses = (rows: number): string => {
  const lines = Array.from({ length: rows }, (_, i) => {
    const [area, district] = [30 + ((i * 37) % 170), ['north', 'south'][i % 2]];
    return `${i + 1},${area},${district},${3 * area + (district === 'south' ? 50 : 0)}.5`;
  });
  return `id,area,"district: or part",price\n${lines.join('\n')}\n`;
};

describe('init writes a spec for a table', () => {
  test('that trains, and that predicts', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'houses.csv'), houses(200));
      expect(await dlx(folder, ['init', 'houses.csv', '--target', 'price'])).toEqual({
        code: 0,
        stdout: '',
        stderr: 'wrote houses.yaml; train it with: dlx train houses.yaml\n',
      });
      const text = readFileSync(join(folder, 'houses.yaml'), 'utf8');
      expect(text).toMatch(/target: \{price: \{scale: standard\}\} +# numbers from 90.5 to 647.5;/);
      expect(text).toMatch(/^ {4}area: number +# 30 to 199$/m);
      expect(text).toMatch(/^ {4}"district: or part": category +# 2 of them: north, south$/m);
      expect(text).toContain('  # id numbers the rows\n  exclude: [id]\n');
      const trained = await dlx(folder, ['train', 'houses.yaml', '-S', 'epochs=40', '--json']);
      expect(trained.code).toBe(0);
      writeFileSync(join(folder, 'new.csv'), 'area,district: or part\n100,south\n');
      const predicted = await dlx(folder, ['predict', 'latest', 'new.csv']);
      const value = Number(predicted.stdout.split('\n')[1]);
      // 3 · 100 + 50.5
      expect(Math.abs(value - 350.5)).toBeLessThan(35);
    });
  });

  test('of classes, in the notation of the file', async () => {
    await inFolder(async (folder) => {
      const rows = Array.from({ length: 60 }, (_, i) => `${i % 7},5;${['yes', 'no'][i % 2]}`);
      writeFileSync(
        join(folder, 'a.csv'),
        Buffer.from(`größe;left\n${rows.join('\n')}\n`, 'latin1'),
      );
      expect((await dlx(folder, ['init', 'a.csv', '--target', 'left', '-o', 'b.yaml'])).code).toBe(
        0,
      );
      const text = readFileSync(join(folder, 'b.yaml'), 'utf8');
      expect(text).toContain('delimiter: ;\n  encoding: windows-1252\n  decimal: ","\n');
      expect(text).toMatch(/target: left +# 2 classes: no, yes/);
      expect(text).toContain('units: 1, activation: sigmoid');
      expect((await dlx(folder, ['train', 'b.yaml', '-S', 'epochs=1', '--quiet'])).code).toBe(0);
    });
  });

  test('of texts, empty ones among them', async () => {
    await inFolder(async (folder) => {
      const rows = Array.from({ length: 60 }, (_, i) => {
        const text = i % 2 ? 'the room was cold and loud' : 'the view was warm and kind';
        return `${i % 9 === 0 ? '' : `${text} on day ${i}`},${i % 2 ? 'bad' : 'good'}`;
      });
      writeFileSync(join(folder, 'stays.csv'), `remark,mood\n${rows.join('\n')}\n`);
      expect((await dlx(folder, ['init', 'stays.csv', '--target', 'mood'])).code).toBe(0);
      const text = readFileSync(join(folder, 'stays.yaml'), 'utf8');
      expect(text).toContain('remark: {type: text, max_tokens: 2000, output_mode: tf_idf}');
      expect(text).not.toContain('missing:');
      const train = ['train', 'stays.yaml', '-S', 'epochs=20', '--quiet'];
      expect((await dlx(folder, train)).code).toBe(0);
      writeFileSync(join(folder, 'new.csv'), 'remark\nloud and cold\na kind view\n');
      const { stdout } = await dlx(folder, ['predict', 'latest', 'new.csv']);
      const answers = stdout
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[0]);
      expect(answers).toEqual(['bad', 'good']);
    });
  });

  test('of short texts alone, in JSON lines', async () => {
    await inFolder(async (folder) => {
      const rows = Array.from({ length: 60 }, (_, i) =>
        JSON.stringify({
          id: i + 1,
          remark: `${i % 2 ? 'cold room' : 'warm view'} ${i}`,
          mood: i % 2 ? 'bad' : 'good',
        }),
      );
      writeFileSync(join(folder, 'stays.jsonl'), `${rows.join('\n')}\n`);
      expect((await dlx(folder, ['init', 'stays.jsonl', '--target', 'mood'])).code).toBe(0);
      const text = readFileSync(join(folder, 'stays.yaml'), 'utf8');
      expect(text).toContain('remark: {type: text, max_tokens: 2000, output_mode: tf_idf}');
      expect(text).toContain('exclude: [id]');
      const train = ['train', 'stays.yaml', '-S', 'epochs=20', '--quiet'];
      expect((await dlx(folder, train)).code).toBe(0);
      writeFileSync(join(folder, 'new.jsonl'), '{"remark": "a warm one"}\n{"remark": "cold!"}\n');
      const { stdout } = await dlx(folder, ['predict', 'latest', 'new.jsonl']);
      const answers = stdout.trim().split('\n').slice(1);
      expect(answers.map((line) => line.split(',')[0])).toEqual(['good', 'bad']);
    });
  });

  test('with gaps, that predicts rows with gaps', async () => {
    await inFolder(async (folder) => {
      // The price is 3 · area, and 300 more in the south.
      const rows = Array.from({ length: 200 }, (_, i) => {
        const [area, district] = [30 + ((i * 37) % 170), ['north', 'south'][i % 2]];
        const price = 3 * area + (i % 2 ? 300 : 0);
        return `${i % 11 === 0 ? '' : area},${i % 13 === 0 ? '' : district},${price}`;
      });
      writeFileSync(join(folder, 'houses.csv'), `area,district,price\n${rows.join('\n')}\n`);
      expect((await dlx(folder, ['init', 'houses.csv', '--target', 'price'])).code).toBe(0);
      const text = readFileSync(join(folder, 'houses.yaml'), 'utf8');
      expect(text).toMatch(/missing: fill +# empty cells: area 19, district 16/);
      const trained = await dlx(folder, ['train', 'houses.yaml', '-S', 'epochs=60', '--quiet']);
      expect(trained.code).toBe(0);
      writeFileSync(join(folder, 'new.csv'), 'area,district\n100,north\n100,south\n100,\n,south\n');
      const { code, stdout } = await dlx(folder, ['predict', 'latest', 'new.csv']);
      const [north = NaN, south = NaN, ...filled] = stdout.trim().split('\n').slice(1).map(Number);
      expect([code, filled.length, filled.every(Number.isFinite)]).toEqual([0, 2, true]);
      // What the south costs is known to half of it.
      expect(Math.abs(south - north - 300)).toBeLessThan(150);
    });
  });

  test('whatever its names are', async () => {
    await inFolder(async (folder) => {
      const name = 'a: b #c\ttab ‮ "q"';
      const quoted = `"${name.replaceAll('"', '""')}"`;
      const rows = Array.from({ length: 30 }, (_, i) => `${i / 4},${i % 2 ? '- x' : '\u0007'}`);
      writeFileSync(join(folder, '[odd] {name}.csv'), `${quoted},y\n${rows.join('\n')}\n`);
      const made = await dlx(folder, ['init', '[odd] {name}.csv', '--target', 'y']);
      expect(made.code).toBe(0);
      const checked = await dlx(folder, ['validate', '[odd] {name}.yaml']);
      expect({ code: checked.code, stdout: checked.stdout }).toEqual({
        code: 0,
        stdout: expect.stringContaining('fine'),
      });
    });
  });
});

describe('init writes a spec for a folder of pictures', () => {
  // Grey levels tell the classes apart.
  const picture = (level: number, [height, width]: readonly [number, number]): Promise<Buffer> =>
    sharp({ create: { width, height, channels: 3, background: { r: level, g: level, b: level } } })
      .png()
      .toBuffer();

  test.each<readonly [string, (i: number) => readonly [number, number], string]>([
    ['of one size', () => [12, 16], 'all are 12 × 16'],
    ['of several', (i) => [12 + i, 16], 'size: [64, 64]'],
  ])('%s, that trains and predicts', async (_, sizeOf, size) => {
    await inFolder(async (folder) => {
      for (const [name, level] of [
        ['dark', 10],
        ['light', 200],
      ] as const) {
        mkdirSync(join(folder, 'shots', name), { recursive: true });
        for (let i = 0; i < 20; i += 1) {
          const bytes = await picture(level + i, sizeOf(i % 3));
          writeFileSync(join(folder, 'shots', name, `${i}.png`), bytes);
        }
      }
      expect(await dlx(folder, ['init', 'shots'])).toMatchObject({ code: 0, stdout: '' });
      const text = readFileSync(join(folder, 'shots.yaml'), 'utf8');
      expect(text).toContain('apart: dark, light.');
      expect(text).toContain(size);
      const train = ['train', 'shots.yaml', '-S', 'epochs=2', '--quiet'];
      expect((await dlx(folder, train)).code).toBe(0);
      const predicted = await dlx(folder, ['predict', 'latest', 'shots/light/3.png']);
      expect(predicted.stdout.split('\n')[1]).toMatch(/^shots\/light\/3\.png,(?:dark|light),/);
    });
  });
});

describe('init refuses', () => {
  test.each<[string, readonly string[], string]>([
    ['no target', ['a.csv'], 'which column of a.csv is to be predicted? --target with one of x, y'],
    ['another column', ['a.csv', '--target', 'z'], 'a.csv has no column "z"'],
    [
      'sentences alone',
      ['lines.txt'],
      "lines.txt has one column, 'the first one' by its first line, and nothing beside it to predict",
    ],
    ['what is not there', ['b.csv'], 'b.csv does not exist; a new spec ends with .yaml'],
    ['a folder without pictures', ['.'], 'picture'],
    ['a target in a folder', ['.', '--target', 'x'], 'its folders are the classes'],
    ['a target without a table', ['a.yaml', '--target', 'x'], '--target names a column of a table'],
    ['a target that is the same in all rows', ['a.csv', '--target', 'same'], 'in every row'],
  ])('%s', async (_, words, message) => {
    await inFolder(async (folder) => {
      const rows = Array.from({ length: 20 }, (__, i) => `${i / 3},${i % 2},k`);
      writeFileSync(join(folder, 'a.csv'), `x,y,same\n${rows.join('\n')}\n`);
      writeFileSync(join(folder, 'lines.txt'), 'the first one\nand another\nand a third\n');
      const { code, stdout, stderr } = await dlx(folder, ['init', ...words]);
      expect({ stdout, stderr }).toEqual({ stdout: '', stderr: expect.stringContaining(message) });
      expect([1, 2]).toContain(code);
      expect(existsSync(join(folder, 'a.yaml'))).toBe(false);
    });
  });
});
