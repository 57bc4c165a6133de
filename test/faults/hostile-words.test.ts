// What stands behind an option, or is a word of a command, is anybody's text: each is taken, or
// refused in a sentence, and no text is a bug.
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import { runCommand } from '../../src/cli/run.js';
import { UserError } from '../../src/ground/errors.js';
import { openKept } from '../../src/inference/kept.js';
import { moreMetrics } from '../../src/inference/more-metrics.js';
import { transferTo } from '../../src/model/transfer.js';
import { inFolder, root } from '../folders.js';
import { counted } from './counts.js';
import { isWhole } from '../whole.js';

const frozen = join(root, 'test/fixtures/runs');

/** What means something to one reader or another. */
const meant = [
  ...['val_accuracy', 'test_accuracy', 'optimizer', 'tag', 'dataset', 'state', 'run', 'spec.'],
  ...['model.hidden.units', 'hidden', 'dense', 'kernel', 'accuracy', 'finished', 'latest'],
  ...['=', '!=', '>', '<', '>=', '~', '(', ')', 'and', 'or', 'not', ' ', '"', "'", '\\', '\\A'],
  ...['best:3', 'latest:1', '30d', '10m', '1e400', '1e99', '0', '-1', 'NaN', 'Infinity', 'null'],
  ...['.', '..', '/', '-', '--', '*', '?', '[', ']', '{', '}', ',', ':', '#', '&', '%', '$', '`'],
  ...['!', '!!js', '\n', '\t', '\r', '\u001b[2J', '\u202e', '\ufffd', 'é', '\u{1f600}', '\uff0e'],
  ...['__proto__', 'constructor', 'toString', 'x'.repeat(300), '('.repeat(300)],
];

// No process can be given a NUL or half a character.
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    ...['', ' '].map((joint) =>
      fc.array(fc.constantFrom(...meant), { maxLength: 8 }).map((parts) => parts.join(joint)),
    ),
  )
  .filter((one) => !one.includes('\0') && Buffer.from(one).toString() === one);

const run = 'runs/finished-0.1.0';

/** What is typed, where each text may stand. */
const typed: Readonly<Record<string, (text: string) => readonly string[]>> = {
  'list --where': (one) => ['list', `--where=${one}`],
  'compare --columns': (one) => ['compare', `--columns=${one}`],
  'compare --sort': (one) => ['compare', `--sort=${one}`],
  'prune --older': (one) => ['prune', '--dry-run', `--older=${one}`],
  'prune --keep': (one) => ['prune', '--dry-run', `--keep=${one}`],
  'prune --state': (one) => ['prune', '--dry-run', `--state=${one}`],
  'show RUN': (one) => ['show', '--', one],
  'diff RUN RUN': (one) => ['diff', '--', run, one],
  'rename RUN': (one) => ['rename', '--', 'runs/interrupted-0.1.0', one],
  'note RUN': (one) => ['note', '--', run, one],
  'tag --add': (one) => ['tag', run, `--add=${one}`],
  'wait RUN': (one) => ['wait', '--timeout', '0', '--', one],
  'import FILE': (one) => ['import', '--', one],
  'schema NAME': (one) => ['schema', '--', one],
  'validate --name': (one) => ['validate', 'a.yaml', `--name=${one}`],
  'validate --set': (one) => ['validate', 'a.yaml', '-S', one],
  'a budget': (one) => ['validate', 'a.yaml', '-S', `budget=${one}`],
  'what is frozen': (one) => ['validate', 'a.yaml', '-S', `freeze=[${JSON.stringify(one)}]`],
  'what is begun with': (one) => ['validate', 'a.yaml', '-S', `initial_weights.run=${one}`],
};

/** Those of these texts that end in anything but an answer or a sentence. */
async function bugs(
  texts: readonly string[],
  work: (text: string) => unknown,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const one of texts) {
    try {
      await work(one);
    } catch (error) {
      const isSaid = error instanceof UserError && error.message.trim() !== '';
      if (!isSaid) found.push(`${JSON.stringify(one)}: ${String(error)}`);
    }
  }
  counted('hostile words', texts.length, { wrong: found.length });
  return found;
}

const sampled = (seed: number): readonly string[] => [
  ...(isWhole ? meant : []),
  ...fc.sample(text, { seed, numRuns: isWhole ? 500 : 30 }),
];

test('behind options, and as words', async () => {
  await inFolder(async (folder) => {
    mkdirSync(join(folder, 'runs'));
    for (const name of readdirSync(frozen)) {
      cpSync(join(frozen, name), join(folder, 'runs', name), { recursive: true });
    }
    writeFileSync(
      join(folder, 'a.yaml'),
      'dataset: spirals\nmodel: [{Dense: {units: 3, activation: softmax}}]\nloss: sparse_categorical_crossentropy\n',
    );
    const before = process.cwd();
    process.chdir(folder);
    try {
      for (const [seed, [what, words]] of Object.entries(typed).entries()) {
        const wrong = await bugs(sampled(seed), (one) => runCommand(words(one), {}));
        expect([what, wrong]).toEqual([what, []]);
      }
    } finally {
      process.chdir(before);
    }
  });
});

test('as metrics, and as names of weights', async () => {
  const kept = openKept(join(frozen, 'finished-0.1.0'));
  expect(await bugs(sampled(90), (one) => moreMetrics(kept, [one], null))).toEqual([]);
  const shapes = kept.network.weights.map(({ key, shape }) => ({ name: key, shape }));
  const wrong = await bugs(sampled(91), (one) => {
    transferTo(kept.network, shapes, { rename: {}, only: [one] });
    transferTo(kept.network, shapes, { rename: { [one]: 'a', dense: one }, only: null });
  });
  expect(wrong).toEqual([]);
});
