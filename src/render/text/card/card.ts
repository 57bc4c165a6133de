// A run as strangers are told of it in, its model card out: Markdown with the head that Hugging Face reads.
import { dataNameOf } from '../../../comparison/parts.js';
import type { KeptModel } from '../../../inference/kept.js';
import { counted } from '../../../text/wrap.js';
import { formatCell } from '../../terminal/format.js';
import type { Carded } from './carded.js';
import { dataPart } from './data-part.js';
import { headOf } from './head.js';
import { limitsPart } from './limits-part.js';
import { classesPart, scoresPart } from './scores-part.js';
import { trainingPart } from './training-part.js';
import { usePart } from './use-part.js';
import { code, codes, plainLine, quoted, table } from './words.js';

/** The card. */
export function modelCard(carded: Carded): string {
  const { record } = carded;
  const parts = [
    headOf(carded),
    `# ${plainLine(record.name).replaceAll('#', '\\#')}`,
    aboutOf(carded),
    ...(record.notes === null || record.notes.trim() === '' ? [] : [quoted(record.notes)]),
    scoresPart(carded),
    ...classesPart(carded),
    networkPart(carded),
    dataPart(carded),
    trainingPart(carded),
    usePart(carded),
    limitsPart(carded),
  ];
  return `${parts.join('\n\n')}\n`;
}

function aboutOf({ record, kept, network }: Carded): string {
  const size = formatCell(network.parameters.total, 'count');
  return [
    taskOf(kept),
    `It is a network of ${size} parameters, trained by dlx ${record.versions.dlx} on ${code(dataNameOf(record))}.`,
  ].join(' ');
}

function taskOf({ target, inputs }: KeptModel): string {
  const given = `Given ${inputs.map(({ name }) => code(name)).join(' and ')}, `;
  if (target.kind === 'classes') {
    return `${given}this model says which of ${counted(target.classes.length, 'class')} of ${code(target.name)} a sample is: ${codes(target.classes)}.`;
  }
  if (target.kind === 'labels') {
    return `${given}this model says which of ${counted(target.labels.length, 'label')} of ${code(target.name)} a sample has: ${codes(target.labels)}.`;
  }
  if (target.input !== undefined) return `${given}this model gives ${code(target.input)} back.`;
  const numbers = target.numbers ?? [target.name];
  return `${given}this model predicts ${numbers.length === 1 ? 'a number' : 'numbers'}: ${codes(numbers)}.`;
}

const mostLayers = 100;

function networkPart({ network }: Carded): string {
  const { inputs, layers, parameters } = network;
  const shown = layers.slice(0, mostLayers);
  const sizes = (shape: readonly number[]): string => (shape.length > 0 ? shape.join(' × ') : '–');
  const rows = [
    ...inputs.map(({ name, shape }) => [code(name), 'input', sizes(shape), '–']),
    ...shown.map(({ name, layer, outputShape, parameters: own }) => [
      code(name),
      code(layer),
      sizes(outputShape),
      formatCell(own, 'count'),
    ]),
  ];
  const more = layers.length > shown.length ? [`The first layers of ${layers.length} layers.`] : [];
  return [
    '## Network',
    table(['layer', 'kind', 'output shape', 'parameters'], rows, 2),
    [`${trainedText(parameters)}.`, ...more].join(' '),
  ].join('\n\n');
}

function trainedText({ total, trainable }: Carded['network']['parameters']): string {
  const all = `${formatCell(total, 'count')} parameters`;
  if (trainable === total) return total === 0 ? all : `${all}, all of them trained`;
  if (trainable === 0) return `${all}, none of them trained`;
  return `${all}, of which ${formatCell(trainable, 'count')} are trained`;
}
