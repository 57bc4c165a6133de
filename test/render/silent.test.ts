// A reporter that shows nothing.
import { expect, test } from '@jest/globals';
import { silentReporter } from '../../src/render/silent.js';

test('only warnings are heard', () => {
  const heard: string[] = [];
  const reporter = silentReporter((text) => void heard.push(text));
  reporter.line('x');
  reporter.passing('x');
  reporter.event({ type: 'message', message: 'x' });
  reporter.event({ type: 'warning', message: 'w' });
  reporter.warn('v');
  expect(heard).toEqual(['w', 'v']);
});
