// The part of TensorBoard's messages that dlx writes, as descriptors: names and numbers of fields are
// those of event.proto, summary.proto and tensor.proto of TensorFlow, and of plugin_data.proto and
// api.proto of TensorBoard's plugin for hyperparameters (TensorBoard 2.20).
import { encoderOf, readerOf, type Messages } from '../protobuf.js';

const messages: Messages = {
  Event: {
    wall_time: [1, 'double'],
    step: [2, 'int64'],
    file_version: [3, 'string'],
    summary: [5, 'Summary'],
  },
  Summary: { value: [1, 'SummaryValue[]'] },
  SummaryValue: {
    tag: [1, 'string'],
    simple_value: [2, 'float'],
    image: [4, 'Image'],
    histo: [5, 'HistogramProto'],
    tensor: [8, 'TensorProto'],
    metadata: [9, 'SummaryMetadata'],
  },
  Image: {
    height: [1, 'int32'],
    width: [2, 'int32'],
    colorspace: [3, 'int32'],
    encoded_image_string: [4, 'bytes'],
  },
  HistogramProto: {
    min: [1, 'double'],
    max: [2, 'double'],
    num: [3, 'double'],
    sum: [4, 'double'],
    sum_squares: [5, 'double'],
    bucket_limit: [6, 'double[]'],
    bucket: [7, 'double[]'],
  },
  TensorProto: {
    dtype: [1, 'int32'],
    tensor_shape: [2, 'TensorShape'],
    string_val: [8, 'bytes[]'],
  },
  TensorShape: { dim: [2, 'Dimension[]'] },
  Dimension: { size: [1, 'int64'] },
  SummaryMetadata: { plugin_data: [1, 'PluginData'] },
  PluginData: { plugin_name: [1, 'string'], content: [2, 'bytes'] },
};

const hyperparameters: Messages = {
  HParamsPluginData: {
    experiment: [2, 'Experiment'],
    session_start_info: [3, 'SessionStart'],
    session_end_info: [4, 'SessionEnd'],
  },
  Experiment: { hparam_infos: [4, 'HParam[]'], metric_infos: [5, 'Metric[]'] },
  HParam: { name: [1, 'string'], type: [4, 'int32'] },
  Metric: { name: [1, 'MetricName'] },
  MetricName: { group: [1, 'string'], tag: [2, 'string'] },
  SessionStart: {
    hparams: [1, 'Entry[]'],
    group_name: [4, 'string'],
    start_time_secs: [5, 'double'],
  },
  Entry: { key: [1, 'string'], value: [2, 'Value'] },
  Value: { number_value: [2, 'double'], string_value: [3, 'string'], bool_value: [4, 'bool'] },
  SessionEnd: { status: [1, 'int32'], end_time_secs: [2, 'double'] },
};

/** The bytes of an Event. */
export const eventBytes = encoderOf(messages, 'Event');

const readEvent = readerOf(messages, 'Event');

/** The step that an event's bytes are of; null where they are no event. */
export function stepOf(bytes: Uint8Array): number | null {
  const step = readEvent(bytes)?.['step'];
  return typeof step === 'bigint' ? Number(step) : null;
}

/** The bytes of what a summary's plugin `hparams` reads. */
export const hyperparameterBytes = encoderOf(hyperparameters, 'HParamsPluginData');
