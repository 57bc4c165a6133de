import { expect, test } from '@jest/globals';
import { historySvg } from '../../../src/render/svg/run-history.js';
import { makeRecord, someEpoch } from '../../run/fixture.js';

test('a run has its loss and its metric, without its name or its time', () => {
  const epochs = [1, 2, 3].map((epoch) => ({
    ...someEpoch,
    epoch,
    train: { loss: 1 / epoch, accuracy: 0.2 * epoch },
    validation: { loss: 2 / epoch, accuracy: 0.1 * epoch },
  }));
  const record = makeRecord({ epochs: { planned: 3, done: 3, best: 3 } });
  const svg = historySvg(record, epochs);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toContain('>loss<');
  expect(svg).toContain('>accuracy<');
  expect(svg).toContain('best epoch 3: 0.6667');
  expect(svg).not.toContain(record.name);
  const slower = epochs.map((one) => ({ ...one, seconds: { train: 9, total: 9 } }));
  expect(historySvg(record, slower)).toBe(svg);
});
