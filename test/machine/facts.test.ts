// What a machine that has nothing is found to have; the verdict on it is doctor's.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readFacts } from '../../src/machine/facts.js';
import { inFolder } from '../folders.js';
import { withEnvironment } from './tensorflow/setup-stand-ins.js';

test('no cache, nothing on PATH: nothing is found, nothing is made', () =>
  inFolder((folder) =>
    withEnvironment(
      { DLX_CACHE: join(folder, 'no/such/cache'), PATH: folder, CXX: null },
      async () => {
        const facts = await readFacts('auto');
        expect(facts).toMatchObject({
          node: process.versions.node,
          platform: { platform: process.platform, arch: process.arch },
          runtime: null,
          nvidia_gpu: false,
          compiler: { found: null },
          pip: { found: null },
          tensorflow: { available: false },
          fallback: { wasm: true, cpu: true },
          cache: { folder: join(folder, 'no/such/cache') },
        });
        // Of the nearest folder that there is.
        expect(facts.cache.free_bytes).toBeGreaterThan(0);
        expect(existsSync(join(folder, 'no'))).toBe(false);
      },
    ),
  ));
