// Pooling in PyTorch, over windows and over everything.
import { isTrue } from './arguments.js';
import { called, expression, oneOrTuple, py, type Translate } from './translation.js';
import { isEven, padded, padsOf, windowOf } from './windows.js';

function pooling(kind: 'Max' | 'Avg'): Translate {
  return (layer) => {
    const window = windowOf(layer, 'pool_size');
    const pads = padsOf(layer, window);
    const { size, strides } = window;
    const rank = size.length;
    if (isEven(pads)) {
      const even = pads.map(([before]) => before);
      const options = [
        oneOrTuple(size),
        ...(strides.join() === size.join() ? [] : [`stride=${oneOrTuple(strides)}`]),
        ...(even.some((pad) => pad > 0)
          ? [`padding=${oneOrTuple(even)}`, ...(kind === 'Avg' ? ['count_include_pad=False'] : [])]
          : []),
      ];
      return called('first', layer.name, `nn.${kind}Pool${rank}d(${options.join(', ')})`);
    }
    const call = `F.${kind.toLowerCase()}_pool${rank}d`;
    const how = `, ${oneOrTuple(size)}, stride=${oneOrTuple(strides)})`;
    return expression('first', (x) =>
      kind === 'Max'
        ? `${call}(${padded(x, pads, ', value=float("-inf")')}${how}`
        : // Of each window the places that are there count.
          `${call}(${padded(x, pads)}${how} / ${call}(${padded(`torch.ones_like(${x})`, pads)}${how}`,
    );
  };
}

function globalPooling(call: 'amax' | 'mean', rank: 1 | 2): Translate {
  return (layer) => {
    const keep = isTrue(layer, 'keepdims') ? ', keepdim=True' : '';
    return expression('any', (x, layout) => {
      const first = layout === 'first' ? 2 : 1;
      const axes = Array.from({ length: rank }, (_, i) => py(first + i));
      return `${x}.${call}(dim=(${axes.join(', ')}${rank === 1 ? ',' : ''})${keep})`;
    });
  };
}

/** By Keras' names. */
export const poolingLayers: Readonly<Record<string, Translate>> = {
  MaxPooling1D: pooling('Max'),
  MaxPooling2D: pooling('Max'),
  AveragePooling1D: pooling('Avg'),
  AveragePooling2D: pooling('Avg'),
  GlobalMaxPooling1D: globalPooling('amax', 1),
  GlobalMaxPooling2D: globalPooling('amax', 2),
  GlobalAveragePooling1D: globalPooling('mean', 1),
  GlobalAveragePooling2D: globalPooling('mean', 2),
};
