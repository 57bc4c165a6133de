// The keys of a spec by name alone, for whoever needs no more of them.

/** Every key that a spec may have, in the order in which one is written. */
export const specKeys: readonly string[] = [
  'extends',
  'name',
  'tags',
  'notes',
  'dataset',
  'model',
  'initial_weights',
  'freeze',
  'optimizer',
  'loss',
  'metrics',
  'class_weight',
  'batch_size',
  'epochs',
  'seed',
  'seeds',
  'cross_validation',
  'monitor',
  'mode',
  'early_stopping',
  'reduce_lr_on_plateau',
  'checkpoint',
  'budget',
  'tensorboard',
];

/** What may stand beside the layer in an item of a model. */
export const besideKeys: readonly string[] = ['name', 'inputs', 'trainable', 'repeat'];

/** The word in a layer's place under which a list of layers stands. */
export const blockKey = 'block';

/** The name under which a layer's `inputs` refer to the data. */
export const modelInput = 'input';
