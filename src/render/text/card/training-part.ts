// A run in, what its card says of how it was trained out.
import { basename } from 'node:path';
import { deviceName, endInWords, type RunRecord } from '../../../run/record.js';
import { counted } from '../../../text/wrap.js';
import { formatCell } from '../../terminal/format.js';
import { commandAgain } from '../../terminal/run-page.js';
import type { Carded } from './carded.js';
import { code, codeBlock, plainLine, table } from './words.js';

/** All of it, with the command that trains it again. */
export function trainingPart({ record, kept, place }: Carded): string {
  const facts = [...spokenOf(record), ...costsOf(record), ...placesOf(record)];
  const { spec } = kept.read;
  const rows = [
    ['optimizer', codeOf(record.spec['optimizer'] ?? spec.optimizer.name)],
    ['loss', codeOf(record.spec['loss'] ?? spec.loss.name)],
    ['batch size', String(spec.batch_size)],
    ...facts,
  ];
  return [
    '## Training',
    table(['', ''], rows, 2),
    'This trains it again, to the same numbers on such a machine, where its data is found:',
    codeBlock('sh', commandAgain(place, record)),
  ].join('\n\n');
}

// As the spec has it, on one line.
function codeOf(value: unknown): string {
  return code(typeof value === 'string' ? value : JSON.stringify(value));
}

type Facts = readonly (readonly [string, string])[];

function spokenOf(record: RunRecord): Facts {
  const { epochs, monitor, seed, initial_weights: initial } = record;
  const end = endInWords(record);
  return [
    ['epochs', end === null ? `${epochs.done} of ${epochs.planned}` : plainLine(end)],
    ...(epochs.best === null ? [] : [['best epoch', String(epochs.best)] as const]),
    ['chosen by', code(monitor.name)],
    ['seed', String(seed)],
    // Where it lies is nobody's business.
    ...(initial ? [['began with', code(basename(initial.file))] as const] : []),
  ];
}

function costsOf({ seconds, resumed }: RunRecord): Facts {
  const each = formatCell(seconds.per_epoch, 'seconds');
  return [
    [
      'seconds',
      `${formatCell(seconds.total, 'seconds')} s${seconds.per_epoch === null ? '' : `, ${each} s an epoch`}`,
    ],
    ...(resumed.length > 0 ? [['resumed', counted(resumed.length, 'time')] as const] : []),
  ];
}

function placesOf(record: RunRecord): Facts {
  const { versions, how, git, started } = record;
  const threads = how.device === 'gpu' ? '' : `, ${counted(how.threads, 'thread')}`;
  const library =
    versions.tensorflow === null
      ? `TensorFlow.js ${versions.tfjs} (${record.machine.backend})`
      : `TensorFlow ${versions.tensorflow}`;
  return [
    ['on', code(deviceName(record)) + threads],
    ['by', code(`${library}, dlx ${versions.dlx}, Node ${versions.node}`)],
    ['started', code(started)],
    ...(git ? [['git', code(git.commit) + (git.dirty ? ', with changes' : '')] as const] : []),
  ];
}
