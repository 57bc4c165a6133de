// Commands that write files for the one who asked (a spec, a page, an imported or an exported model), killed
// at their system calls, and each of these failing: nothing that is not whole stands under a final name, one
// sentence says what is wrong, and saying it again writes it.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { writeTree } from '../dataset/pictures/made.js';
import { inFolder, root } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { once } from '../once.js';
import { isWhole } from '../whole.js';
import { counted } from './counts.js';
import { callsOf, failingAt, killedAt, type Call } from './strace.js';

const run = join(root, 'test/fixtures/runs/finished-0.1.0');
const rows = Array.from(
  { length: 60 },
  (_, i) => `${(i * 7) % 20},${i % 3 === 0 ? '' : 'pq'[i % 2]},${i % 2}`,
);
const given = {
  't.csv': ['x,c,y', ...rows, ''].join('\n'),
  'd.yaml': `dataset: {name: table, file: t.csv, target: y, missing: fill}
model: [{Dense: {units: 2, activation: softmax}}]
loss: sparse_categorical_crossentropy
`,
};

type Writing = {
  readonly name: string;
  readonly words: readonly string[];
  readonly writes: readonly string[];
};

const writings: readonly Writing[] = [
  { name: 'import', words: ['import', 'model.keras'], writes: ['model.safetensors', 'model.yaml'] },
  {
    name: 'init',
    words: ['init', 't.csv', '--target', 'y', '--output', 'new.yaml'],
    writes: ['new.yaml'],
  },
  { name: 'data --html', words: ['data', 'd.yaml', '--html', 'page.html'], writes: ['page.html'] },
  {
    name: 'history --svg',
    words: ['history', run, '--svg', 'curves.svg'],
    writes: ['curves.svg'],
  },
  ...['onnx', 'keras', 'tfjs', 'savedmodel'].map((to) => ({
    name: `export --to ${to}`,
    words: ['export', run, '--to', to, '--output', 'out'],
    writes: ['out'],
  })),
];

// A file that Keras' own library would read, made once.
const imported = once(() =>
  inFolder(async (folder) => {
    const words = ['export', run, '--to', 'keras', '--output', 'k'];
    const { code, stderr } = await dlx(folder, words);
    if (code !== 0) throw new Error(stderr);
    return readFileSync(join(folder, 'k/model.keras'));
  }),
);

const prepared = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const model = await imported();
  return inFolder((folder) => {
    writeTree(folder, { ...given, 'model.keras': model });
    return work(folder);
  });
};

/** What stands under the final names, every file of it; and what else there is that was not given. */
function standing(folder: string, { writes }: Writing): { readonly [name: string]: string } {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .filter((name) => writes.some((one) => name === one || name.startsWith(`${one}/`)));
  return Object.fromEntries(names.sort().map((name) => [name, contentOf(join(folder, name))]));
}

// When a file was packed is in it.
function contentOf(path: string): string {
  return /\.keras$|\.html$/.test(path)
    ? `${statSync(path).size} bytes`
    : readFileSync(path).toString('hex');
}

function beside(folder: string, { writes }: Writing): readonly string[] {
  const known = new Set([...Object.keys(given), 'model.keras', 'trace', ...writes]);
  return readdirSync(folder).filter((name) => !known.has(name));
}

/** What is wrong with what is left: files that are not those of one that nothing happened to. */
function harmIn(
  left: Readonly<Record<string, string>>,
  whole: Readonly<Record<string, string>>,
): string | null {
  const odd = Object.entries(left).find(([name, content]) => whole[name] !== content);
  return odd ? `${odd[0]} is not whole` : null;
}

function sampled(calls: readonly Call[]): readonly Call[] {
  const every = Math.max(1, Math.floor(calls.length / 8));
  return calls.filter((_, i) => i % every === Math.floor(every / 2));
}

onLinux('what a command writes', () => {
  // One format's folder is tried in export.test.ts, in the sampled form, too.
  (isWhole ? test : test.skip).each(writings.map((one) => [one.name, one] as const))(
    '%s',
    async (_, writing) => {
      const { words, writes } = writing;
      const { calls, whole } = await prepared(async (folder) => ({
        calls: await callsOf(folder, words),
        whole: standing(folder, writing),
      }));
      for (const name of writes) {
        expect(Object.keys(whole).some((one) => one === name || one.startsWith(`${name}/`))).toBe(
          true,
        );
      }
      const wrong: string[] = [];
      for (const call of sampled(calls)) {
        const at = `${call.call} ${call.ordinal} (${call.about})`;
        await prepared(async (folder) => {
          await killedAt(folder, words, call);
          const left = standing(folder, writing);
          const harm = harmIn(left, whole);
          if (harm !== null) wrong.push(`killed, ${at}: ${harm}`);
          const isAll = Object.keys(left).length === Object.keys(whole).length;
          if (!isAll) {
            const { code, stderr } = await dlx(folder, words);
            const after = harmIn(standing(folder, writing), whole) ?? (code === 0 ? null : stderr);
            if (after !== null) wrong.push(`again after ${at}: ${after}`);
          }
        });
        await prepared(async (folder) => {
          const ended = await failingAt(folder, words, call, 'ENOSPC');
          if (!ended.isOurs) return;
          const isSaid = ended.code === 1 && /^[^\n]+ENOSPC[^\n]+\n$/.test(ended.stderr);
          const others = beside(folder, writing);
          const harm =
            harmIn(standing(folder, writing), whole) ??
            (isSaid ? null : `${ended.code}: ${ended.stderr}`) ??
            (others.length > 0 ? `left beside it: ${others.join()}` : null);
          if (harm !== null) wrong.push(`ENOSPC, ${at}: ${harm}`);
        });
      }
      counted('commands that write, killed or out of room', 2 * sampled(calls).length, {
        wrong: wrong.length,
      });
      expect(wrong).toEqual([]);
    },
  );
});
