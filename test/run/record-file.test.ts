// run.json carries its own SHA-256.
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { encodeRecord, isRecordIntact } from '../../src/run/record-file.js';
import { makeRecord } from './fixture.js';

const bytes = Buffer.from(encodeRecord(makeRecord({ notes: 'its "sha256": "of old"' })));

test('the hash is that of the file with zeros in its place', () => {
  const [, written = ''] = /"sha256": "([0-9a-f]{64})"\n\}\n$/.exec(bytes.toString()) ?? [];
  const open = bytes.toString().replace(written, '0'.repeat(64));
  expect(written).toBe(createHash('sha256').update(open).digest('hex'));
  expect(isRecordIntact(bytes)).toBe(true);
});

test('no byte of it can be another one', () => {
  for (let at = 0; at < bytes.length; at += 97) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(isRecordIntact(changed)).toBe(false);
  }
});

test('without a hash, or cut off, it is not intact', () => {
  expect(isRecordIntact(Buffer.from('{}'))).toBe(false);
  expect(isRecordIntact(Buffer.from('{"sha256": "'))).toBe(false);
  expect(isRecordIntact(bytes.subarray(0, bytes.length - 10))).toBe(false);
});
