// epochs.jsonl as bytes.
import { closeSync, ftruncateSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readLog } from '../../src/run/log.js';
import { withFolder } from './fixture.js';

test('all of it, or that there is none', () => {
  withFolder((folder) => {
    const path = join(folder, 'epochs.jsonl');
    expect(readLog(path)).toBeNull();
    writeFileSync(path, '{"epoch":1}\n');
    expect(readLog(path)?.toString()).toBe('{"epoch":1}\n');
  });
});

test('what no run of dlx writes is not read', () => {
  withFolder((folder) => {
    const path = join(folder, 'epochs.jsonl');
    // A file with a hole takes no room on the disk.
    const file = openSync(path, 'w');
    ftruncateSync(file, 2 ** 28 + 1);
    closeSync(file);
    expect(() => readLog(path)).toThrow(
      expect.objectContaining({
        exitCode: 1,
        message: `${path} has 268435457 bytes, far more than dlx writes`,
      }),
    );
  });
});
