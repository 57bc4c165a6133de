// The table from TensorFlow's operations to ONNX': all that dlx' layers are recorded as.
import type { Translations } from '../translation.js';
import { elementwise } from './elementwise.js';
import { joining } from './joining.js';
import { padding } from './padding.js';
import { products } from './products.js';
import { recurrent } from './recurrent.js';
import { reducing } from './reducing.js';
import { shaping } from './shaping.js';

/** By the names of TensorFlow's operations. */
export const operations: Translations = {
  ...elementwise,
  ...joining,
  ...padding,
  ...products,
  ...recurrent,
  ...reducing,
  ...shaping,
};
