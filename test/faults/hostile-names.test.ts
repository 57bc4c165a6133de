// Names that move the cursor, hide what stands around them, or are formulas and commands: in every
// place that takes a name, shown by every command. The names are the Big List of Naughty Strings
// and what tables and terminals are attacked with.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import naughtyStrings from 'big-list-of-naughty-strings' with { type: 'json' };
import { parse as parseCsvText } from 'csv-parse/sync';
import { inFolder, onLinux, root, type Ended } from '../cli/dlx.js';
import { dlx } from '../cli/warm.js';
import { makeRunFolder } from '../run/fixture.js';
import { counted } from './counts.js';
import { onlyRun } from './runs.js';

const own: readonly string[] = [
  '\u001b[2J\u001b[H',
  '\u001b]0;title\u0007',
  '\u001b]8;;http://evil.example\u0007click\u001b]8;;\u0007',
  '\u001b[6n',
  '\u001bP+q544e\u001b\\',
  '\u001b]52;c;aGk=\u0007',
  '\u009b31m',
  '\u0090q\u009c',
  '\u0085next',
  '\rover',
  '\b\b\bback',
  '\u007f\u007f',
  '\u202egnp.exe\u202c',
  '\u2066a\u2069',
  '\u200e\u200f',
  '\ufeff',
  '\u2028line\u2029',
  '\u{e0041}\u{e007f}',
  '\ud800',
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '＝1+1',
  '=HYPERLINK("http://evil.example")',
  '%0A=1',
  '| a | b |',
  '</td><script>alert(1)</script>',
  '[x](javascript:alert(1))',
  '![x](http://evil.example/p.png)',
  '`id`',
  '$(touch harmed)',
  '; touch harmed',
  '&& touch harmed',
  '\n touch harmed',
  '../../harmed',
  '-rf',
  '--help',
  "'; touch harmed; '",
  '"',
];
const names: readonly string[] = [...own, ...naughtyStrings];

/**
 * What a terminal must not get from a name: controls but the line end, C1, bidi and other invisible
 * characters.
 */
const harmful =
  /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]|[\ud800-\udfff](?![\udc00-\udfff])(?<![\ud800-\udbff][\udc00-\udfff])/u;

/** What is wrong with what a command said. */
function harmIn({ stdout, stderr }: Ended): string | null {
  const said = stdout + stderr;
  const found = harmful.exec(said);
  if (found) {
    return `${JSON.stringify(found[0])} in ${JSON.stringify(said.slice(Math.max(0, found.index - 60), found.index + 20))}`;
  }
  return /\n\s+at \S+ \(/.test(said) ? said : null;
}

// Of a half of a character no file can be named.
const isWhole = (name: string): boolean => Buffer.from(name).toString() === name;

const head = {
  dataset: 'spirals',
  model: [{ Dense: { units: 3, activation: 'softmax' } }],
  loss: 'sparse_categorical_crossentropy',
  epochs: 1,
  seed: 1,
};

describe('in a spec', () => {
  test('a name is refused, or letters, digits, dot, underscore and dash', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.yaml'), JSON.stringify(head));
      const plain = names.filter((name) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name));
      names.forEach((name, i) =>
        writeFileSync(join(folder, `n${i}.yaml`), JSON.stringify({ ...head, name })),
      );
      const all = await dlx(folder, ['validate', ...names.map((_, i) => `n${i}.yaml`)]);
      const refused = new Set(
        [...all.stderr.matchAll(/^n(\d+)\.yaml:1:\d+ (?:a )?name (?:has|must)/gm)].map(([, i]) =>
          Number(i),
        ),
      );
      const wrong = names.filter((name, i) => refused.has(i) === plain.includes(name));
      counted('hostile inputs', names.length, { wrong: wrong.length });
      expect({ wrong, harm: harmIn(all), code: all.code }).toEqual({
        wrong: [],
        harm: null,
        code: 2,
      });
    });
  });

  test('tags and notes are kept as they are, and shown without harm by every command', async () => {
    await inFolder(async (folder) => {
      const tags = names.filter((name) => name !== '');
      writeFileSync(
        join(folder, 'a.yaml'),
        JSON.stringify({ ...head, tags, notes: tags.join('') }),
      );
      const said: Ended[] = [
        await dlx(folder, ['train', 'a.yaml', '--json', '--runs', `r\u001b[2J`]),
      ];
      expect(said[0]?.code).toBe(0);
      const [run = ''] = readdirSync(join(folder, 'r\u001b[2J')).map((name) =>
        join('r\u001b[2J', name),
      );
      const words = [
        ['show', 'a.yaml'],
        ['show', 'a.yaml', '--json'],
        ['validate', 'a.yaml'],
        ['resume', run],
        ['verify', run, '--files'],
        ['verify', run],
        ['compare', run, '--all', '--columns', 'run,tags,notes,val_loss'],
        ['compare', run, '--format', 'json'],
        ['compare', run, '--format', 'markdown', '--columns', 'run,tags,notes'],
        ['list', run],
        ['list', run, '--json', '--where', `tag='${tags[0]?.replaceAll(/[\\']/g, '\\$&')}'`],
        ['show', run],
        ['diff', run, run],
        ['tag', run, '--add', tags[0] ?? ''],
        ['note', run, tags.join('')],
        ['note', run, tags.join(''), '--json'],
        ['export', run, '--to', 'pytorch'],
        ['export', run, '--to', 'pytorch', '--json', '--output', `o\u001b[2J`],
        ['card', run, '-o', 'b.md'],
        ['card', run, '--json'],
        ['audit', 'b.md', run],
        ['audit', 'b.md', run, '--json'],
        ['prune', run, '--dry-run'],
        ['train', 'a.yaml', '--needed'],
        ['train', 'a.yaml', '--quiet'],
        ['resume', run, '--epochs', '2', '--quiet'],
      ];
      for (const given of words) said.push(await dlx(folder, given));
      expect(said.map((one) => harmIn(one)).filter((harm) => harm !== null)).toEqual([]);
      const record = JSON.parse(readFileSync(join(folder, run, 'run.json'), 'utf8')) as {
        readonly tags: readonly string[];
      };
      expect(record.tags).toEqual(tags);
      expect(['b.md', 'harmed'].map((one) => existsSync(join(folder, one)))).toEqual([true, false]);
      counted('hostile inputs', said.length);
    });
  });
});

onLinux('of files and folders', () => {
  const asFiles = [
    ...new Set(
      names.filter(
        (name) =>
          name !== '' && !/[\0/]/.test(name) && isWhole(name) && Buffer.byteLength(name) < 200,
      ),
    ),
  ];

  test('specs and runs are found, and shown without harm', async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, 'runs'));
      for (const name of asFiles) {
        writeFileSync(join(folder, `./${name}.yaml`), JSON.stringify({ ...head, epochs: 0 }));
        makeRunFolder(join(folder, 'runs', `r${name}`), {
          name: 'x',
          tags: [name],
          message: name,
          state: 'failed',
        });
      }
      const specs = asFiles.map((name) => `./${name}.yaml`);
      const said = [
        await dlx(folder, ['validate', ...specs]),
        await dlx(folder, ['train', ...specs]),
      ];
      expect(said.map(({ code }) => code)).toEqual([2, 2]);
      for (const format of ['table', 'json', 'markdown']) {
        said.push(
          await dlx(folder, [
            'compare',
            '--all',
            '--format',
            format,
            '--columns',
            'run,tags,state,val_loss',
          ]),
        );
      }
      for (const name of asFiles.slice(0, 30)) {
        said.push(
          await dlx(folder, ['verify', `./runs/r${name}`, '--files']),
          await dlx(folder, ['train', `./${name}`]),
        );
      }
      expect(said.map((one) => harmIn(one)).filter((harm) => harm !== null)).toEqual([]);
      expect(existsSync(join(folder, 'harmed'))).toBe(false);
      counted('hostile inputs', 2 * asFiles.length);
    });
  });

  test('no cell of CSV is a formula, and each comes back', async () => {
    await inFolder(async (folder) => {
      asFiles.forEach((name, i) =>
        makeRunFolder(join(folder, 'runs', `${i}`), { id: String(i), name, tags: [name] }),
      );
      const csv = await dlx(folder, [
        'compare',
        '--all',
        '--format',
        'csv',
        '--columns',
        'run,tags',
      ]);
      expect(harmIn(csv)).toBeNull();
      const rows: readonly string[][] = parseCsvText(csv.stdout, { relax_column_count: true });
      expect(rows.length).toBe(asFiles.length + 1);
      const formulas = rows
        .slice(1)
        .flat()
        .filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell) && !Number.isFinite(Number(cell)));
      expect(formulas).toEqual([]);
      const markdown = await dlx(folder, [
        'compare',
        '--all',
        '--format',
        'markdown',
        '--columns',
        'run,tags',
      ]);
      const lines = markdown.stdout.trimEnd().split('\n');
      const bars = (line: string): number => line.replaceAll(/\\./g, '').split('|').length - 1;
      expect(
        lines.filter((line) => bars(line) !== bars(lines[0] ?? '') || /(?<!\\)[<>`]/.test(line)),
      ).toEqual([]);
      counted('hostile inputs', rows.length - 1);
    });
  });
});

test('of columns and classes train, and are shown without harm', async () => {
  await inFolder(async (folder) => {
    const cells = [
      ...new Set(
        names
          .map((name) => name.trim())
          .filter((name) => name !== '' && isWhole(name) && !/[\n\r]/.test(name)),
      ),
    ].slice(0, 60);
    const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
    const rows = Array.from(
      { length: 240 },
      (_, i) => `${i},${quoted(cells[i % 60] ?? '')},${quoted(cells[(7 * i) % 60] ?? '')}`,
    );
    for (const [i, column] of cells.slice(0, 12).entries()) {
      writeFileSync(join(folder, 't.csv'), `x,${quoted(column)},y\n${rows.join('\n')}\n`);
      writeFileSync(
        join(folder, 'a.yaml'),
        JSON.stringify({
          ...head,
          model: [{ Dense: { units: 60, activation: 'softmax' } }],
          dataset: {
            name: 'csv',
            file: 't.csv',
            target: 'y',
            categorical: [column],
            target_type: 'classes',
          },
        }),
      );
      const said =
        i === 0
          ? await dlx(folder, ['train', 'a.yaml'])
          : await dlx(folder, ['validate', 'a.yaml']);
      expect({ column, code: said.code, harm: harmIn(said) }).toEqual({
        column,
        code: 0,
        harm: null,
      });
      writeFileSync(
        join(folder, 'b.yaml'),
        JSON.stringify({
          ...head,
          dataset: { name: 'csv', file: 't.csv', target: column, columns: ['x', 'nothing'] },
        }),
      );
      const refused = await dlx(folder, ['validate', 'b.yaml']);
      expect({ column, code: refused.code, harm: harmIn(refused) }).toEqual({
        column,
        code: 1,
        harm: null,
      });
    }
    expect(onlyRun(folder)).toMatch(/runs/);
    counted('hostile inputs', 24);
  });
});

test('nothing passes through a shell, and no text becomes code', () => {
  const source = join(root, 'src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const forbidden =
    /(?<!\.)\bexec(?:Sync)?\(|shell: true|\beval\(|\bFunction\(|'(?:node:)?vm'|\bimport\((?!['"])|Math\.random/;
  const found = files.flatMap((file) =>
    readFileSync(join(source, file), 'utf8')
      .split('\n')
      .flatMap((line, i) => (forbidden.test(line) ? [`${file}:${i + 1} ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});
