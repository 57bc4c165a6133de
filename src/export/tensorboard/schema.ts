// The part of TensorBoard's messages that dlx writes, as descriptors: names and numbers of fields are
// those of event.proto, summary.proto and tensor.proto of TensorFlow, and of plugin_data.proto and
// api.proto of TensorBoard's plugin for hyperparameters (TensorBoard 2.20).
import { encoderOf, type Messages } from '../protobuf.js';

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
    tensor: [8, 'TensorProto'],
    metadata: [9, 'SummaryMetadata'],
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

/** The bytes of what a summary's plugin `hparams` reads. */
export const hyperparameterBytes = encoderOf(hyperparameters, 'HParamsPluginData');
