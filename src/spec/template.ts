// The first spec that a user gets: nothing comes in, out comes a commented text that trains in
// seconds.

/** The text of a first spec, for `dlx init`. */
export function initTemplate(): string {
  return template;
}

const template = `# A first experiment: can a small network tell three spirals apart?
# Train it with  dlx train FILE  and change one thing at a time; the names and defaults are those of Keras.

dataset: spirals                  # points that dlx makes itself; nothing is downloaded

# Each item is a layer and takes the one before it.
model:
  - Dense: {units: 32, activation: relu}
    name: hidden                  # so that others can say model.hidden.units
  - Dropout: 0.1                  # a bare value is the layer's first argument
  - Dense: {units: 32, activation: relu}
  - Dense: {units: 3, activation: softmax}

optimizer: {name: adam, learning_rate: 0.01}   # or adam alone, with Keras' rate of 0.001
loss: sparse_categorical_crossentropy
metrics: [accuracy]

batch_size: 32
epochs: 20
seed: 42                          # the same seed gives the same numbers
# seeds: 5                        # five runs, with the seeds 42 to 46
# early_stopping: {patience: 5}   # stop when val_loss no longer improves

# To change a part of this spec, write another file beside it:
#   extends: this-file.yaml
#   model:
#     hidden: {units: 64}             # another argument
#     after hidden: BatchNormalization   # another layer
`;
