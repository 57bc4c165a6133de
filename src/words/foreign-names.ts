// Names that PyTorch, scikit-learn and everyday speech have for what Keras calls otherwise: in goes
// such a name, out comes Keras' word. Data, and how it is looked up.
import { plainWord } from '../text/suggest.js';

type Names = Readonly<Record<string, string>>;

/**
 * By the kind of thing, then by the foreign name without capitals and underscores: Keras' name,
 * after which may stand what belongs to it (`with from_logits: true`). `#` stands for the digit of
 * 1d, 2d, 3d.
 */
const foreignNames: Readonly<Record<string, Names>> = {
  layer: {
    batchnorm: 'BatchNormalization',
    'batchnorm#d': 'BatchNormalization',
    layernorm: 'LayerNormalization',
    groupnorm: 'GroupNormalization',
    'instancenorm#d': 'GroupNormalization with groups: -1',
    rmsnorm: 'RMSNormalization',
    linear: 'Dense',
    fc: 'Dense',
    fullyconnected: 'Dense',
    'dropout#d': 'SpatialDropout#D',
    'convtranspose#d': 'Conv#DTranspose',
    'deconv#d': 'Conv#DTranspose',
    'adaptiveavgpool#d': 'GlobalAveragePooling#D',
    'adaptivemaxpool#d': 'GlobalMaxPooling#D',
    globalaveragepooling: 'GlobalAveragePooling2D',
    globalmaxpooling: 'GlobalMaxPooling2D',
    maxpool: 'MaxPooling2D',
    avgpool: 'AveragePooling2D',
    conv: 'Conv2D',
    upsample: 'UpSampling2D',
    'zeropad#d': 'ZeroPadding#D',
    selfattention: 'MultiHeadAttention',
    concat: 'Concatenate',
    cat: 'Concatenate',
    mul: 'Multiply',
    view: 'Reshape',
    unflatten: 'Reshape',
    sigmoid: 'Activation with activation: sigmoid',
    tanh: 'Activation with activation: tanh',
    gelu: 'Activation with activation: gelu',
    silu: 'Activation with activation: silu',
    swish: 'Activation with activation: silu',
    mish: 'Activation with activation: mish',
    selu: 'Activation with activation: selu',
    softplus: 'Activation with activation: softplus',
    logsoftmax: 'Activation with activation: log_softmax',
    hardswish: 'Activation with activation: hard_silu',
    standardscaler: 'Normalization',
    normalize: 'UnitNormalization',
  },
  activation: {
    identity: 'linear',
    none: 'linear',
    logistic: 'sigmoid',
    lrelu: 'leaky_relu',
    exp: 'exponential',
  },
  initializer: {
    xavier: 'glorot_uniform',
    xavieruniform: 'glorot_uniform',
    xaviernormal: 'glorot_normal',
    kaiming: 'he_uniform',
    kaiminguniform: 'he_uniform',
    kaimingnormal: 'he_normal',
    glorot: 'glorot_uniform',
    he: 'he_uniform',
    lecun: 'lecun_uniform',
    truncnormal: 'truncated_normal',
    gaussian: 'random_normal',
    dirac: 'identity',
  },
  regularizer: { ridge: 'l2', lasso: 'l1', elasticnet: 'l1_l2', weightdecay: 'l2' },
  constraint: { nonnegative: 'non_neg' },
  loss: {
    crossentropy: 'sparse_categorical_crossentropy',
    crossentropyloss: 'sparse_categorical_crossentropy with from_logits: true',
    nllloss: 'sparse_categorical_crossentropy',
    nll: 'sparse_categorical_crossentropy',
    sparsecrossentropy: 'sparse_categorical_crossentropy',
    sparsecategorical: 'sparse_categorical_crossentropy',
    softmaxcrossentropy: 'sparse_categorical_crossentropy with from_logits: true',
    logloss: 'binary_crossentropy',
    bceloss: 'binary_crossentropy',
    bcewithlogitsloss: 'binary_crossentropy with from_logits: true',
    bcewithlogits: 'binary_crossentropy with from_logits: true',
    mseloss: 'mean_squared_error',
    l2: 'mean_squared_error',
    l2loss: 'mean_squared_error',
    squarederror: 'mean_squared_error',
    l1: 'mean_absolute_error',
    l1loss: 'mean_absolute_error',
    maeloss: 'mean_absolute_error',
    absoluteerror: 'mean_absolute_error',
    smoothl1: 'huber',
    smoothl1loss: 'huber',
    huberloss: 'huber',
    kldivloss: 'kl_divergence',
    kl: 'kl_divergence',
    poissonnllloss: 'poisson',
    hingeembeddingloss: 'hinge',
    multimarginloss: 'categorical_hinge',
    cosineembeddingloss: 'cosine_similarity',
    focal: 'categorical_focal_crossentropy',
    focalloss: 'categorical_focal_crossentropy',
  },
  metric: {
    f1: 'f1_score',
    fbeta: 'fbeta_score',
    r2: 'r2_score',
    rsquared: 'r2_score',
    rocauc: 'auc',
    rocaucscore: 'auc',
    auroc: 'auc',
    averageprecision: 'auc with curve: PR',
    averageprecisionscore: 'auc with curve: PR',
    aucpr: 'auc with curve: PR',
    prauc: 'auc with curve: PR',
    accuracyscore: 'accuracy',
    precisionscore: 'precision',
    recallscore: 'recall',
    sensitivity: 'recall',
    tpr: 'recall',
    ppv: 'precision',
    macrof1: 'f1_score with average: macro',
    f1macro: 'f1_score with average: macro',
    f1micro: 'f1_score with average: micro',
    f1weighted: 'f1_score with average: weighted',
    top5: 'sparse_top_k_categorical_accuracy',
    topk: 'sparse_top_k_categorical_accuracy',
    topkaccuracy: 'sparse_top_k_categorical_accuracy',
    topkaccuracyscore: 'sparse_top_k_categorical_accuracy',
    logloss: 'binary_crossentropy',
    crossentropy: 'sparse_categorical_crossentropy',
    sparsecrossentropy: 'sparse_categorical_crossentropy',
    l1: 'mean_absolute_error',
    l2: 'mean_squared_error',
    negmeansquarederror: 'mean_squared_error',
    negmeanabsoluteerror: 'mean_absolute_error',
    negrootmeansquarederror: 'root_mean_squared_error',
  },
  optimizer: {
    momentum: 'sgd with momentum: 0.9',
    sgdm: 'sgd with momentum: 0.9',
    sgdmomentum: 'sgd with momentum: 0.9',
    nesterov: 'sgd with momentum: 0.9, nesterov: true',
    gradientdescent: 'sgd',
    gd: 'sgd',
  },
  schedule: {
    exponentiallr: 'ExponentialDecay',
    exponential: 'ExponentialDecay',
    steplr: 'ExponentialDecay with staircase: true',
    step: 'ExponentialDecay with staircase: true',
    multisteplr: 'PiecewiseConstantDecay',
    piecewise: 'PiecewiseConstantDecay',
    cosineannealinglr: 'CosineDecay',
    cosine: 'CosineDecay',
    cosineannealing: 'CosineDecay',
    cosineannealingwarmrestarts: 'CosineDecayRestarts',
    onecyclelr: 'OneCycle',
    polynomiallr: 'PolynomialDecay',
    linearlr: 'PolynomialDecay',
    linear: 'PolynomialDecay',
    warmup: 'CosineDecay with warmup_epochs: 1',
  },
};

/**
 * Names, without capitals and underscores, of what neither Keras nor dlx has, though the letters of
 * something else are near: nobody who asks for the Matthews correlation is helped by `acc`.
 */
const namesOfNeither: Readonly<Record<string, readonly string[]>> = {
  metric: [
    'mcc',
    'medae',
    'medianabsoluteerror',
    'map',
    'ece',
    'bleu',
    'mrr',
    'smape',
    'wape',
    'mase',
    'rmsle',
  ],
  optimizer: ['radam', 'sam', 'asgd', 'rprop'],
  activation: ['softmin', 'rrelu', 'sin'],
};

/** The same for arguments, whoever has them. */
const foreignArguments: Names = {
  lr: 'learning_rate',
  eps: 'epsilon',
  bias: 'use_bias',
  p: 'rate',
  outfeatures: 'units',
  hiddensize: 'units',
  hiddenunits: 'units',
  neurons: 'units',
  outchannels: 'filters',
  kernel: 'kernel_size',
  stride: 'strides',
  dilation: 'dilation_rate',
  numembeddings: 'input_dim',
  embeddingdim: 'output_dim',
  vocabsize: 'input_dim',
  embeddim: 'key_dim',
  nonlinearity: 'activation',
  betas: 'beta_1',
  l2regularization: 'kernel_regularizer',
  numgroups: 'groups',
  scalefactor: 'size',
  gamma: 'decay_rate',
  milestones: 'boundaries',
  beta: 'beta_1',
  sep: 'delimiter',
  separator: 'delimiter',
  label: 'target',
  randomstate: 'split_seed',
  testsize: 'test_split',
  validationsize: 'validation_split',
};

/** All names that are known, for each kind of thing; `#` is a digit. */
export function foreignNamesOf(noun: string): Names {
  // A "learning rate schedule" is a schedule.
  return foreignNames[noun] ?? foreignNames[noun.split(' ').at(-1) ?? ''] ?? {};
}

/**
 * What Keras calls the thing of that foreign name, as `Dense` or `auc with curve: PR`; undefined
 * where no such name is known, or none of `legal` is meant.
 */
export function kerasNameOf(
  noun: string,
  name: string,
  legal: readonly string[],
): string | undefined {
  const plain = plainWord(name);
  const [digit = ''] = /[123](?=d$)/.exec(plain) ?? [];
  const known = [plain, plain.replace(/[123](?=d$)/, '#')];
  const found = Object.entries(foreignNamesOf(noun))
    .find(([foreign]) => known.includes(foreign))?.[1]
    .replaceAll('#', digit);
  return found !== undefined && legal.includes(found.split(' ')[0] ?? '') ? found : undefined;
}

/** Whether a thing of that name is known, and neither Keras nor dlx has it. */
export function isOfNeither(noun: string, name: string): boolean {
  return namesOfNeither[noun]?.includes(plainWord(name)) ?? false;
}

/** What Keras calls an argument of that foreign name, where `legal` has it. */
export function kerasArgumentOf(name: string, legal: readonly string[]): string | undefined {
  const plain = plainWord(name);
  const found = Object.hasOwn(foreignArguments, plain) ? foreignArguments[plain] : undefined;
  return found !== undefined && legal.includes(found) ? found : undefined;
}
