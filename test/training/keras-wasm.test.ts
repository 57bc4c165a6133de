// On WebAssembly, layers without a moving window and training give Keras' numbers; it lacks the
// gradient of a convolution, and its max pooling is wrong where there are equal values or padding.
import { describe } from '@jest/globals';
import { openEngine } from '../../src/tensor/engine.js';
import { testLayers } from '../model/layer-cases.js';
import { testLosses, testMetrics, testNetworks, testOptimizers } from './keras-cases.js';

const engine = await openEngine({ kind: 'wasm' });
const windows = /Conv2D|\bMaxPooling2D/;

describe('layers', () => testLayers(engine, { forward: 1e-5, gradient: 1e-5 }, windows));
describe('losses', () => testLosses(engine, { forward: 1e-5, gradient: 1e-5 }));
describe('metrics', () => testMetrics(engine, 1e-5));
describe('optimizers', () => testOptimizers(engine, { 1: 1e-5, 5: 1e-5, 50: 1e-3 }));
describe('networks', () => testNetworks(engine, { 5: 1e-5, 50: 1e-3 }, windows));
