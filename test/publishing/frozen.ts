// The frozen run, as strangers are told of it.
import { join } from 'node:path';
import { publishedRun, type Published } from '../../src/publishing/published.js';
import { intactRecord } from '../../src/run/read.js';
import { root } from '../folders.js';
import { once } from '../once.js';

/** Its folder. */
export const frozenFolder = join(root, 'test/fixtures/runs/finished-0.1.0');

/** It. */
export const frozen = once((): Published =>
  publishedRun(frozenFolder, intactRecord(frozenFolder, 'is damaged')),
);

/** Whose its values are. */
export const owner = { called: 'it', names: ['it'] };
