// Layers that rearrange, cut, repeat or drop values in PyTorch.
import { itemAt } from '../../ground/known.js';
import { edgesOf, numberOf, numbersOf, wordOf } from './arguments.js';
import { called, expression, py, type Translate } from './translation.js';

const same: Translate = () => expression('any', (x) => x);

// Nothing outside of training, for which PyTorch has no layer of the kind.
const silent =
  (what: string): Translate =>
  (layer) =>
    called('any', layer.name, `nn.Identity()  # ${what}, while training alone`);

const padding: Translate = (layer) => {
  const all = [[0, 0], ...edgesOf(layer, 'padding').toReversed()].flat();
  return expression('last', (x) => `F.pad(${x}, (${all.join(', ')}))`);
};

const cropping: Translate = (layer) => {
  const slices = edgesOf(layer, 'cropping').map(
    ([before], axis) => `${before}:${before + itemAt(layer.output, axis)}`,
  );
  return expression('last', (x) => `${x}[:, ${slices.join(', ')}]`);
};

const upSampling: Translate = (layer) => {
  const [height, width] = numbersOf(layer, 'size');
  if (wordOf(layer, 'interpolation') === 'bilinear') {
    return expression(
      'first',
      (x) => `F.interpolate(${x}, scale_factor=(${height}, ${width}), mode="bilinear")`,
    );
  }
  return expression(
    'last',
    (x) => `${x}.repeat_interleave(${height}, dim=1).repeat_interleave(${width}, dim=2)`,
  );
};

const rescaling: Translate = (layer) => {
  const [scale, offset] = [numbersOf(layer, 'scale'), numbersOf(layer, 'offset')];
  const text = (values: readonly number[]): string =>
    values.length === 1 ? py(itemAt(values, 0)) : `torch.tensor([${values.map(py).join(', ')}])`;
  const shift = offset.every((value) => value === 0) ? '' : ` + ${text(offset)}`;
  return expression('last', (x) => `${x} * ${text(scale)}${shift}`);
};

const masking: Translate = (layer) =>
  expression(
    'last',
    (x) => `${x} * (${x} != ${py(numberOf(layer, 'mask_value'))}).any(-1, keepdim=True)`,
  );

/** By Keras' names. */
export const shapingLayers: Readonly<Record<string, Translate>> = {
  Identity: same,
  ActivityRegularization: same,
  Flatten: () => expression('last', (x) => `${x}.flatten(1)`),
  Reshape: ({ output }) =>
    expression('last', (x) => `${x}.reshape(${['-1', ...output.map(String)].join(', ')})`),
  Permute: (layer) =>
    expression('last', (x) => `${x}.permute(0, ${numbersOf(layer, 'dims').join(', ')})`),
  RepeatVector: (layer) =>
    expression('last', (x) => `${x}.unsqueeze(1).repeat(1, ${numberOf(layer, 'n')}, 1)`),
  Rescaling: rescaling,
  Masking: masking,
  ZeroPadding1D: padding,
  ZeroPadding2D: padding,
  Cropping1D: cropping,
  Cropping2D: cropping,
  UpSampling1D: (layer) =>
    expression('last', (x) => `${x}.repeat_interleave(${numberOf(layer, 'size')}, dim=1)`),
  UpSampling2D: upSampling,
  Dropout: (layer) => called('any', layer.name, `nn.Dropout(${py(numberOf(layer, 'rate'))})`),
  SpatialDropout1D: (layer) =>
    called('first', layer.name, `nn.Dropout1d(${py(numberOf(layer, 'rate'))})`),
  SpatialDropout2D: (layer) =>
    called('first', layer.name, `nn.Dropout2d(${py(numberOf(layer, 'rate'))})`),
  AlphaDropout: (layer) =>
    called('any', layer.name, `nn.AlphaDropout(${py(numberOf(layer, 'rate'))})`),
  GaussianNoise: (layer) => silent(`GaussianNoise(${py(numberOf(layer, 'stddev'))})`)(layer),
  GaussianDropout: (layer) => silent(`GaussianDropout(${py(numberOf(layer, 'rate'))})`)(layer),
};
