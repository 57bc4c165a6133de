// A run in, how its model is used out: the command that predicts, and the formats for other programs.
import { shellWord } from '../../../text/shell.js';
import type { Carded } from './carded.js';
import { codeBlock } from './words.js';

/** All of it. */
export function usePart({ run, kept, exports }: Carded): string {
  const folder = shellWord(run);
  const commands = [
    `dlx predict ${folder} ${newDataOf(kept)} -o predictions.csv`,
    ...exports.map((name) => `dlx export ${folder} --to ${name}`),
  ];
  return [
    '## Use',
    "With the run's folder, which holds its weights, and what is needed to make inputs of new data:",
    codeBlock('sh', commands.join('\n')),
  ].join('\n\n');
}

function newDataOf({ inputs }: Carded['kept']): string {
  if (inputs.some(({ columns }) => columns !== null)) return 'new.csv';
  return inputs.every(({ kind }) => kind === 'image') ? 'new.png' : 'new.npy';
}
