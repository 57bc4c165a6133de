// Names of layers. In Keras they hold no slash, with PyTorch under it no dot, and TensorFlow makes
// names of nodes of them, where a letter or a digit stands first and behind each >. dlx' names come
// in, Keras' come out, and the other way round. No name of dlx has a >, so none is lost.

// What a part of a name begins with that TensorFlow, or Keras, would not have as it is.
const mark = '0--';

// What Keras calls the operations that it makes masks with, which stand in a model beside its layers.
const ofMasks =
  /^(?:any|all|broadcast_to|cast|concatenate|expand_dims|logical_(?:and|or|not)|not_equal|ones_like|repeat|reshape|squeeze|where)(?:_\d+)?$/;

// What stands before the names of layers that dlx adds.
const inFront = 'preprocessing>';

/**
 * What Keras calls a layer: `stem/conv` is `stem>conv`, and `_old` is `0--_old`; so is what an
 * operation would be called, in a model with masks.
 */
export function toKerasName(name: string, hasMasks = false): string {
  // A part that begins with the mark gets another one, so that each name has its own.
  const legal = name
    .split('/')
    .map((part) => (/^(?:[_-]|0--)/.test(part) ? `${mark}${part}` : part))
    .join('>');
  return isFrontName(legal) || (hasMasks && ofMasks.test(legal)) ? `${mark}${legal}` : legal;
}

/** The name that {@link toKerasName} made this of. */
export function fromKerasName(name: string): string {
  return name
    .split('>')
    .map((part) => (part.startsWith(mark) ? part.slice(mark.length) : part))
    .join('/');
}

/** The name of a layer that dlx adds in front of a network: none of the network's begins so. */
export function frontName(name: string): string {
  return `${inFront}${name}`;
}

/** Whether {@link frontName} made this. */
export function isFrontName(name: string): boolean {
  return name.startsWith(inFront);
}
