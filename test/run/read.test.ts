import { describe, expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeJson } from '../../src/run/format/json.js';
import { encodeRecord } from '../../src/run/record-file.js';
import { readEpochs, readRun } from '../../src/run/read.js';
import { makeForeignFolder, makeRecord, messageOf, withFolder } from './fixture.js';

function damageOf(content: string): string | undefined {
  return withFolder((folder) => {
    const run = readRun(makeForeignFolder(join(folder, 'run'), content));
    return 'damaged' in run ? run.damaged : undefined;
  });
}

describe('readRun', () => {
  test('gives the record back, also numbers that JSON lacks', () => {
    const record = makeRecord({
      scores: { train: null, validation: { loss: NaN, accuracy: 0.1 }, test: { loss: Infinity } },
      seconds: { to_first_step: 1.5, total: 1, per_epoch: null, to_best: -Infinity },
      notes: 'NaN',
    });
    withFolder((folder) => {
      expect(readRun(makeForeignFolder(join(folder, 'run'), encodeRecord(record)))).toEqual({
        folder: join(folder, 'run'),
        record,
      });
    });
  });

  test.each([
    ['', 'its run.json is empty'],
    ['\n', 'its run.json is empty'],
    ['{"format": 2, "id": "5e0', 'its run.json is not JSON, or was cut off'],
    ['null', 'its run.json should hold a mapping, and holds null'],
    ['[]', 'its run.json should hold a mapping, and holds a list'],
    ['{}', 'its run.json lacks format'],
    [
      '{"format": 3}',
      'its run.json is of format 3, and this dlx reads format 2; it may come from another version',
    ],
    [
      '{"format": 1}',
      'its run.json is of format 1, which only unreleased versions of dlx wrote; train its spec again',
    ],
    ['{"format": 2, "id": 7}', 'its run.json lacks name'],
    [
      encodeJson({ ...makeRecord(), state: 'done' }),
      'its run.json should have one of running, finished, interrupted, failed, diverged as state, and has text',
    ],
    [
      encodeJson({ ...makeRecord(), epochs: { planned: 1.5, done: 0, best: null } }),
      'its run.json should have a whole number of at least 0 as epochs.planned, and has 1.5',
    ],
    [
      encodeJson({ ...makeRecord(), metrics: [{ name: 'accuracy', mode: 'max' }, {}] }),
      'its run.json lacks metrics.1.name',
    ],
    [
      encodeJson({
        ...makeRecord(),
        scores: { train: null, validation: { loss: 'x'.repeat(99) }, test: null },
      }),
      `its run.json should have a number, or null as scores.validation.loss, and has text`,
    ],
    [encodeJson({ ...makeRecord(), git: { commit: 'abc' } }), 'its run.json lacks git.dirty'],
    [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'its run.json is nested more than 64 deep'],
  ])('calls %.40s damaged', (content, reason) => {
    expect(damageOf(content)).toBe(reason);
  });

  test('calls a folder damaged that has no file of that name that can be read', () => {
    withFolder((folder) => {
      expect(readRun(folder)).toEqual({ folder, damaged: 'it holds no run.json' });
      expect(readRun(join(folder, 'nowhere'))).toEqual({
        folder: join(folder, 'nowhere'),
        damaged: 'it holds no run.json',
      });
      mkdirSync(join(folder, 'odd', 'run.json'), { recursive: true });
      expect(readRun(join(folder, 'odd'))).toEqual({
        folder: join(folder, 'odd'),
        damaged: 'its run.json is not a regular file',
      });
      mkdirSync(join(folder, 'pipe'));
      execFileSync('mkfifo', [join(folder, 'pipe', 'run.json')]);
      expect(readRun(join(folder, 'pipe'))).toEqual({
        folder: join(folder, 'pipe'),
        damaged: 'its run.json is not a regular file',
      });
    });
  });

  test('never throws, whatever JSON stands there, or wherever a record is spoilt', () => {
    const keys = Object.keys(makeRecord());
    withFolder((folder) => {
      const isRead = (content: string): boolean => {
        const run = readRun(makeForeignFolder(join(folder, 'run'), content));
        return 'record' in run || run.damaged.length > 0;
      };
      fc.assert(
        fc.property(fc.json(), (content) => isRead(content)),
        { numRuns: 100 },
      );
      fc.assert(
        fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) =>
          isRead(JSON.stringify({ ...makeRecord(), [key]: value })),
        ),
        { numRuns: 200 },
      );
    });
  });
});

describe('readEpochs', () => {
  const epoch = {
    epoch: 1,
    train: { loss: NaN },
    validation: { loss: 0.5 },
    learning_rate: 0.001,
    best: true,
    seconds: { train: 1, total: 2 },
  };

  test('reads lines, without one that was cut off at the end', () => {
    withFolder((folder) => {
      expect(readEpochs(folder)).toEqual([]);
      writeFileSync(join(folder, 'epochs.jsonl'), `${encodeJson(epoch)}\n`);
      expect(readEpochs(folder)).toEqual([epoch]);
      appendFileSync(join(folder, 'epochs.jsonl'), encodeJson({ ...epoch, epoch: 2 }).slice(0, 30));
      expect(readEpochs(folder)).toEqual([epoch]);
    });
  });

  test('names any other line that it cannot read', () => {
    withFolder((folder) => {
      const path = join(folder, 'epochs.jsonl');
      writeFileSync(path, `${encodeJson(epoch)}\n{"epo\n${encodeJson(epoch)}\n`);
      expect(messageOf(() => readEpochs(folder))).toBe(
        `${path}:2 is not JSON; the run folder is damaged`,
      );
      writeFileSync(path, `{"epoch": "1"}\n${encodeJson(epoch)}\n`);
      expect(messageOf(() => readEpochs(folder))).toBe(
        `${path}:1 lacks train; the run folder is damaged`,
      );
    });
  });
});
