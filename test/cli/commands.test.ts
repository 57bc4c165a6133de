// Commands as they are typed: what they answer, and with which exit code.
import { existsSync, lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { inFolder, root, runsIn } from '../folders.js';
import { dlx } from './warm.js';

const spirals = join(root, 'experiments/spirals.yaml');

describe('what is typed wrongly', () => {
  test.each([
    [['tran', 'a.yaml'], 'unknown command "tran"; did you mean "train"?\n'],
    [['train'], 'train needs at least one spec: dlx train experiment.yaml\n'],
    [
      ['train', 'a.yaml', '--epochs', '5'],
      'unknown option --epochs of dlx train; to change the spec write -S epochs=VALUE\n',
    ],
    [
      ['compare', '--sorted', 'x'],
      'unknown option --sorted of dlx compare; did you mean "--sort"?\n',
    ],
    [['compare', '--format', 'tabel'], 'unknown format "tabel"; did you mean "table"?\n'],
    [
      ['train', spirals, '--seed', 'x'],
      '--seed must be a whole number of at least 0 and at most 4294967295, got "x"\n',
    ],
    [['train', spirals, '--seed', '1', '--seed', '2'], '--seed is given more than once\n'],
    [
      ['train', spirals, '--device', 'tpu'],
      'unknown device "tpu"; expected auto, cpu, gpu, or gpu:0, gpu:1, …\n',
    ],
  ])('dlx %j', async (words, message) => {
    await inFolder(async (folder) => {
      expect(await dlx(folder, words)).toEqual({ code: 2, stdout: '', stderr: message });
      expect(runsIn(folder)).toEqual([]);
    });
  });

  test('dlx alone says what there is', async () => {
    const { code, stdout, stderr } = await dlx(root, []);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('dlx train <spec..>');
  });
});

describe('init', () => {
  test('writes a spec that trains, and nothing over a file that is there', async () => {
    await inFolder(async (folder) => {
      expect(await dlx(folder, ['init'])).toEqual({
        code: 0,
        stdout: '',
        stderr: 'wrote experiment.yaml; train it with: dlx train experiment.yaml\n',
      });
      const written = readFileSync(join(folder, 'experiment.yaml'), 'utf8');
      const again = await dlx(folder, ['init']);
      expect(again).toEqual({
        code: 2,
        stdout: '',
        stderr: 'experiment.yaml exists already; name another file: dlx init other.yaml\n',
      });
      expect(readFileSync(join(folder, 'experiment.yaml'), 'utf8')).toBe(written);
      symlinkSync('nowhere.yaml', join(folder, 'link.yaml'));
      expect((await dlx(folder, ['init', 'link.yaml'])).code).toBe(2);
      symlinkSync('loop', join(folder, 'loop'));
      expect((await dlx(folder, ['init', 'loop'])).code).toBe(2);
      expect(lstatSync(join(folder, 'link.yaml')).isSymbolicLink()).toBe(true);
      expect((await dlx(folder, ['train', 'experiment.yaml', '--quiet'])).code).toBe(0);
    });
  });
});

describe('show', () => {
  // The counts of Keras' model.summary() for the same networks.
  test.each([
    ['adam', '79,510'],
    ['cnn', '333,526'],
    ['softmax', '7,850'],
    ['lstm', '8,809'],
    ['gru', '8,633'],
    ['resnet', '9,786'],
    ['plain', '9,786'],
  ])('%s has %s parameters', async (name, count) => {
    const { stdout } = await dlx(root, ['show', `experiments/${name}.yaml`]);
    expect(stdout).toContain(`total parameters ${count},`);
  });
});

describe('validate', () => {
  test('a crossentropy of no probabilities is fine, with a warning', async () => {
    await inFolder(async (folder) => {
      writeFileSync(
        join(folder, 'a.yaml'),
        'dataset: spirals\nmodel: [{Dense: 3}]\nloss: sparse_categorical_crossentropy\n',
      );
      expect(await dlx(folder, ['validate', 'a.yaml'])).toEqual({
        code: 0,
        stdout: 'a.yaml: fine\n',
        stderr:
          'warning: a.yaml: sparse_categorical_crossentropy expects probabilities, but the last layer (dense) ends with linear; give it activation: softmax, or the loss from_logits: true\n',
      });
    });
  });

  test('a layer whose output nobody takes is refused at its line', async () => {
    await inFolder(async (folder) => {
      writeFileSync(
        join(folder, 'a.yaml'),
        'dataset: spirals\nmodel:\n  - Dense: 5\n    name: lost\n  - Dense: {units: 3, activation: softmax}\n    inputs: input\nloss: sparse_categorical_crossentropy\n',
      );
      const { code, stderr } = await dlx(folder, ['validate', 'a.yaml']);
      expect(code).toBe(2);
      expect(stderr.split('\n')[0]).toBe('a.yaml:3:5 no layer takes the output of Dense (lost)');
    });
  });

  test('every spec under experiments/ is fine', async () => {
    const { code, stderr } = await dlx(root, [
      'validate',
      ...[
        'adam',
        'batch-normalization',
        'cnn',
        'gru',
        'houses',
        'lstm',
        'offers',
        'plain',
        'relu',
        'resnet',
        'sigmoid',
        'softmax',
        'spirals',
      ].map((name) => `experiments/${name}.yaml`),
      ...['adagrad', 'adam', 'momentum', 'nesterov', 'rmsprop', 'sgd'].map(
        (name) => `experiments/optimizers/${name}.yaml`,
      ),
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('what cannot be had', () => {
  test('a folder for runs that cannot be made', async () => {
    await inFolder(async (folder) => {
      const { code, stderr } = await dlx(folder, [
        'train',
        spirals,
        '-S',
        'epochs=1',
        '--runs',
        '/proc/runs',
        '--quiet',
      ]);
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^error: spirals, seed 42: cannot make the folder \/proc\/runs: ENOENT/,
      );
    });
  });

  test('a GPU that is not there, before anything is fetched for it', async () => {
    await inFolder(async (folder) => {
      const stand = join(folder, 'cache');
      const { code, stderr } = await dlx(folder, ['train', spirals, '--device', 'gpu'], {
        PATH: folder,
        DLX_CACHE: stand,
      });
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr:
          'no GPU can be used on this machine; `dlx gpu-status` says why, and --device cpu trains on the CPU\n',
      });
      expect(existsSync(stand)).toBe(false);
    });
  });

  test('runs to compare, where there are none', async () => {
    await inFolder(async (folder) => {
      expect(await dlx(folder, ['compare'])).toEqual({
        code: 0,
        stdout: '',
        stderr:
          'there are no runs in "runs": train one with "dlx train SPEC", or name another folder with --runs DIR\n',
      });
    });
  });
});
