// Paths that somebody else's file names: below their folder, or refused (CVE-2023-1177 and those
// after it, each a way round the fix before; node-tar's CVE-2026-23745).
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, sep } from 'node:path';
import { expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import { UserError } from '../../src/ground/errors.js';
import { resolveInside } from '../../src/ground/inside.js';
import { startingPosition } from '../../src/training/position.js';
import { damagedFiles } from '../../src/run/integrity.js';
import { reopenRunFolder } from '../../src/run/folder.js';
import { onLinux } from '../on-linux.js';
import { makeRunFolder, someEpoch, someOutputs, withFolder } from '../run/fixture.js';
import { counted } from './counts.js';

const evil = '../evil';

/**
 * Ways out of a folder that holds `inner/`, `out` (a link to the folder above), `etc` (to /etc) and
 * `gone` (to nowhere).
 */
const refused: readonly string[] = [
  '',
  '.',
  '..',
  './',
  '../',
  '/',
  '//',
  '///etc/passwd',
  evil,
  '../../evil',
  '../../../../../../../../etc/passwd',
  './evil',
  './../evil',
  'inner/..',
  'inner/../evil',
  'inner/../../evil',
  'inner/.',
  'inner/./evil',
  'inner//evil',
  'inner/',
  'inner/../',
  '/etc/passwd',
  '//etc/passwd',
  '/../evil',
  '..\\evil',
  '..\\..\\evil',
  'inner\\..\\..\\evil',
  '\\evil',
  '\\\\server\\share',
  '\\\\?\\C:\\evil',
  'C:evil',
  'C:\\evil',
  'C:/evil',
  'c:..\\evil',
  'z:',
  'evil\0',
  '\0',
  '../evil\0.npy',
  'inner\0/../evil',
  'evil\n',
  'evil\r',
  'ev\til',
  '\u001b[2J',
  '\u007f',
  'out',
  'out/evil',
  'out/../evil',
  'out/inner/evil',
  'etc/passwd',
  'etc',
  'gone',
  'gone/evil',
  'inner/up',
  'inner/up/evil',
  'inner/up/up',
  'loop',
  'loop/evil',
  `${'../'.repeat(50)}etc/passwd`,
  `${'inner/'.repeat(400)}evil`,
  '../\u0000',
  '..//evil',
  '..././../evil',
  '.../../evil',
  'a/b/c/../../../../evil',
];

/** What looks like a way out and is a name. */
const inert: readonly string[] = [
  'evil',
  'inner/evil',
  '%2e%2e%2fevil',
  '%2e%2e/evil',
  '..%2fevil',
  '%252e%252e%252fevil',
  '..%5cevil',
  '%c0%ae%c0%ae/evil',
  '...',
  '....',
  '.../evil',
  '.. /evil',
  ' ../evil',
  '..;/evil',
  '~',
  '~/evil',
  '~root/evil',
  '$HOME/evil',
  '${HOME}',
  '`id`',
  '$(id)',
  '-rf',
  '--',
  'evil.',
  'evil ',
  'EVIL',
  'InNeR/evil',
  'file:evil',
  'file:/etc/passwd',
  'CON',
  'nul.txt',
  '\u2024\u2024/evil',
  '\uff0e\uff0e/evil',
  '\uff0e\uff0e\uff0fevil',
  '\u2215etc\u2215passwd',
  'evil\u202egpj',
  '__proto__',
  'constructor/evil',
  '*',
  '?',
  'hard',
];

function inHouse<T>(work: (house: string, above: string) => T): T {
  return withFolder((above) => {
    const house = join(above, 'house');
    mkdirSync(join(house, 'inner'), { recursive: true });
    writeFileSync(join(above, 'evil'), 'of the folder above');
    symlinkSync('..', join(house, 'out'));
    symlinkSync('/etc', join(house, 'etc'));
    symlinkSync('../nowhere', join(house, 'gone'));
    symlinkSync('../..', join(house, 'inner/up'));
    symlinkSync('loop', join(house, 'loop'));
    linkSync(join(above, 'evil'), join(house, 'hard'));
    return work(house, above);
  });
}

function placeOf(house: string, path: string): string | null {
  try {
    return resolveInside(house, path);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

test('no path leads out of its folder', () => {
  inHouse((house) => {
    const escapes = refused.filter((path) => placeOf(house, path) !== null);
    const strange = inert.filter((path) => placeOf(house, path) !== join(house, path));
    expect({ escapes, strange, count: refused.length + inert.length }).toEqual({
      escapes: [],
      strange: [],
      count: 105,
    });
    counted('hostile inputs', refused.length + inert.length, { wrong: escapes.length });
  });
});

test('a link to the folder itself is no way out, a link within it leads to where it says', () => {
  inHouse((house, above) => {
    symlinkSync('inner', join(house, 'within'));
    symlinkSync(house, join(above, 'alias'));
    expect(resolveInside(house, 'within/file')).toBe(join(house, 'within/file'));
    expect(resolveInside(join(above, 'alias'), 'inner/file')).toBe(join(above, 'alias/inner/file'));
  });
});

test('nor does any other', () => {
  const parts = fc.constantFrom(
    '..',
    '.',
    '',
    'inner',
    'up',
    'out',
    'etc',
    'gone',
    'loop',
    'evil',
    '%2e%2e',
    '\\',
    '\0',
    'C:',
    '~',
  );
  const paths = fc.oneof(
    fc.array(parts, { maxLength: 7 }).map((list) => list.join('/')),
    fc.string(),
  );
  inHouse((house) => {
    const home = realpathSync(house);
    fc.assert(
      fc.property(paths, (path) => {
        const place = placeOf(house, path);
        if (place === null) return true;
        const nearest = existsSync(place) ? realpathSync(place) : home + sep;
        return nearest.startsWith(home + sep) && !path.split('/').includes('..');
      }),
      { numRuns: 2000 },
    );
    counted('hostile inputs', 2000);
  });
});

test('run.json cannot have other files looked at than its own', () => {
  inHouse((house) => {
    for (const name of [evil, '/etc/passwd', 'out/evil', 'etc/hostname']) {
      expect(() => damagedFiles(house, { files: { [name]: 'a'.repeat(64) } })).toThrow(
        `${JSON.stringify(name)} is no path of a file in ${house}`,
      );
    }
  });
});

onLinux('a run folder with links in it', () => {
  test('has its epochs appended to a file of its own', () => {
    withFolder((folder) => {
      const victim = join(folder, 'victim');
      writeFileSync(victim, 'theirs\n');
      for (const [name, link] of [
        ['soft', symlinkSync],
        ['hard', linkSync],
      ] as const) {
        const run = makeRunFolder(join(folder, name), { state: 'interrupted' });
        link(victim, join(run, 'epochs.jsonl'));
        using reopened = reopenRunFolder(run).run;
        reopened.appendEpoch(someEpoch);
        expect(lstatSync(join(run, 'epochs.jsonl')).isSymbolicLink()).toBe(false);
        expect(readFileSync(join(run, 'epochs.jsonl'), 'utf8')).toMatch(/^\{"epoch":1,[^\n]*\n$/);
      }
      expect(readFileSync(victim, 'utf8')).toBe('theirs\n');
    });
  });

  test('makes no file where a link leads to none', () => {
    withFolder((folder) => {
      const run = makeRunFolder(join(folder, 'run'), { state: 'interrupted' });
      for (const name of [
        'epochs.jsonl',
        'best.safetensors',
        'last.safetensors',
        `.lock.${process.pid}.part`,
        `.run.json.${process.pid}.part`,
      ]) {
        symlinkSync(join(folder, 'victim'), join(run, name));
      }
      using reopened = reopenRunFolder(run).run;
      reopened.appendEpoch(someEpoch);
      reopened.commit(startingPosition(0.1), []);
      reopened.keepBest({ epoch: 1, tensors: [] });
      reopened.change({ state: 'running' });
      expect(existsSync(join(folder, 'victim'))).toBe(false);
    });
  });

  test('has its predictions written nowhere else', () => {
    withFolder((folder) => {
      const run = makeRunFolder(join(folder, 'run'), { state: 'interrupted' });
      symlinkSync(folder, join(run, 'predictions'));
      using reopened = reopenRunFolder(run).run;
      expect(() => reopened.keepOutputs('test', someOutputs())).toThrow(
        '"predictions/test.npy" is no path of a file in',
      );
      expect(existsSync(join(folder, 'test.npy'))).toBe(false);
      expect(readlinkSync(join(run, 'predictions'))).toBe(folder);
    });
  });
});
