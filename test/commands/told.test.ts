// Who is told: for a program nobody, and warnings are kept for the answer.
import { expect, test } from '@jest/globals';
import { reporterOf } from '../../src/commands/told.js';

test('for a program warnings are kept and nothing is written', async () => {
  const written: unknown[] = [];
  const own = Object.getOwnPropertyDescriptor(process.stderr, 'write');
  Object.assign(process.stderr, { write: (chunk: unknown) => written.push(chunk) > 0 });
  try {
    const { reporter, warnings } = await reporterOf({ json: true, quiet: false });
    reporter.line('a line');
    reporter.work('work', 0.5);
    reporter.fail('it failed');
    reporter.warn('careful');
    reporter.event({ type: 'warning', message: 'careful again' });
    reporter.end();
    expect(warnings).toEqual(['careful', 'careful again']);
  } finally {
    if (own) Object.defineProperty(process.stderr, 'write', own);
    else Reflect.deleteProperty(process.stderr, 'write');
  }
  expect(written).toEqual([]);
});
