// Names of layers, which in Keras hold no slash, with PyTorch under it no dot, and with TensorFlow
// under it begin with a letter or a digit: dlx' names come in, Keras' come out, and the other way
// round. No name of dlx has a >, so none is lost.

const plainBeginning = '0>>';

// What Keras calls the operations that it makes masks with, which stand in a model beside its layers.
const ofMasks =
  /^(?:any|all|broadcast_to|cast|concatenate|expand_dims|logical_(?:and|or|not)|not_equal|ones_like|repeat|reshape|squeeze|where)(?:_\d+)?$/;

/**
 * What Keras calls a layer: `stem/conv` is `stem>conv`, and `_old` is `0>>_old`; so is what an
 * operation would be called, in a model with masks.
 */
export function toKerasName(name: string, hasMasks = false): string {
  const legal = name.replaceAll('/', '>');
  return /^[A-Za-z0-9]/.test(legal) && !(hasMasks && ofMasks.test(legal))
    ? legal
    : `${plainBeginning}${legal}`;
}

/** The name that {@link toKerasName} made this of. */
export function fromKerasName(name: string): string {
  const legal = name.startsWith(plainBeginning) ? name.slice(plainBeginning.length) : name;
  return legal.replaceAll('>', '/');
}

/** The name of a layer that dlx adds in front of a network: none of the network's ends so. */
export function frontName(name: string): string {
  return `${name}>`;
}

/** Whether {@link frontName} made this. */
export function isFrontName(name: string): boolean {
  return name.endsWith('>');
}
