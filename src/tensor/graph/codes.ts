// TensorFlow's own numbers for the types of tensors (tensorflow/core/framework/types.proto) and for
// the kinds of attributes (tensorflow/c/c_api.h): those that its binding has, for what is written
// where TensorFlow is not loaded.
import type { Binding } from '../tfjs.js';

/** The numbers, under the binding's names for them. */
export type Codes = Omit<Pick<Binding, Extract<keyof Binding, `TF_${string}`>>, 'TF_Version'>;

/** The numbers of every TensorFlow there is. */
export const codes: Codes = {
  TF_FLOAT: 1,
  TF_INT32: 3,
  TF_UINT8: 4,
  TF_INT64: 9,
  TF_BOOL: 10,
  TF_ATTR_STRING: 0,
  TF_ATTR_INT: 1,
  TF_ATTR_FLOAT: 2,
  TF_ATTR_BOOL: 3,
  TF_ATTR_TYPE: 4,
  TF_ATTR_SHAPE: 5,
};
