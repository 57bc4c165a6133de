// `dlx import`, as it is typed.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { inFolder } from '../folders.js';
import { kerasFiles } from '../import/fixture.js';
import { deadMark } from '../marks.js';

const table = join(kerasFiles, 'table.keras');

test('a spec and its weights, over nothing that is there', async () => {
  await inFolder(async (folder) => {
    const { code, stdout, stderr } = await dlx(folder, ['import', table]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      'table.yaml: 3 layers, 28 parameters, which table.safetensors holds; say in it what to train on\n',
    );
    expect(readdirSync(folder).sort()).toEqual(['table.safetensors', 'table.yaml']);
    const again = await dlx(folder, ['import', table]);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain(
      '"table.safetensors" is there already, and import overwrites nothing',
    );
    const other = await dlx(folder, ['import', table, '--output', 'b.yaml', '--json']);
    expect(JSON.parse(other.stdout)).toMatchObject({
      spec: 'b.yaml',
      weights: 'b.safetensors',
      layers: 3,
      parameters: 28,
      inputs: [{ shape: [3] }],
    });
    expect(readFileSync(join(folder, 'b.safetensors'))).toEqual(
      readFileSync(join(folder, 'table.safetensors')),
    );
  });
});

test('where one was killed before its spec, the next takes its weights, and no others', async () => {
  await inFolder(async (folder) => {
    await dlx(folder, ['import', table]);
    const spec = readFileSync(join(folder, 'table.yaml'), 'utf8');
    rmSync(join(folder, 'table.yaml'));
    writeFileSync(join(folder, `.table.yaml.${deadMark()}.part`), spec.slice(0, 50));
    expect(await dlx(folder, ['import', table])).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(folder).sort()).toEqual(['table.safetensors', 'table.yaml']);
    expect(readFileSync(join(folder, 'table.yaml'), 'utf8')).toBe(spec);
    rmSync(join(folder, 'table.yaml'));
    writeFileSync(join(folder, 'table.safetensors'), 'mine');
    expect((await dlx(folder, ['import', table])).code).toBe(2);
    expect(readdirSync(folder)).toEqual(['table.safetensors']);
    expect(readFileSync(join(folder, 'table.safetensors'), 'utf8')).toBe('mine');
  });
});

test('weights alone for a spec', async () => {
  await inFolder(async (folder) => {
    writeFileSync(
      join(folder, 'data.csv'),
      'a,b,c,y\n1,2,3,0.5\n2,3,5,0.25\n3,5,4,0.5\n4,4,4,1\n5,1,2,0\n',
    );
    writeFileSync(
      join(folder, 'own.yaml'),
      'dataset: {name: csv, file: data.csv, target: y}\nmodel: [Normalization, {Dense: {units: 4, activation: gelu}}, {Dense: 1}]\nloss: mse\n',
    );
    const file = join(kerasFiles, 'table.weights.h5');
    const { code, stdout, stderr } = await dlx(folder, ['import', file, '--spec', 'own.yaml']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe('table.weights.safetensors: the 28 parameters of own.yaml\n');
    await dlx(folder, ['import', table]);
    expect(readFileSync(join(folder, 'table.weights.safetensors')).subarray(-100)).toEqual(
      readFileSync(join(folder, 'table.safetensors')).subarray(-100),
    );
  });
});

describe('refused, with nothing written', () => {
  test.each([
    [['import', 'none.keras'], 2, 'none.keras is no file'],
    [['import', `${'x'.repeat(300)}.keras`], 2, 'is no file'],
    [['import', 'x.txt'], 2, 'import takes a .keras or a .weights.h5 file'],
    [['import', 'x.h5'], 2, 'name the spec that does with --spec'],
    [['import', join(kerasFiles, 'refused.keras')], 1, 'holds what dlx cannot express'],
  ])('%j', async (words, code, message) => {
    await inFolder(async (folder) => {
      const ended = await dlx(folder, words);
      expect(ended).toMatchObject({ code, stdout: '' });
      expect(ended.stderr).toContain(message);
      expect(readdirSync(folder)).toEqual([]);
    });
  });
});
