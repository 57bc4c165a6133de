// The script of each shell, from the table of commands.
import { misuse } from '../../ground/errors.js';
import { didYouMean } from '../../text/suggest.js';
import { commands } from '../command-table.js';
import { bashCompletion } from './bash.js';
import { fishCompletion } from './fish.js';
import { zshCompletion } from './zsh.js';

const scripts = new Map([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
]);

/**
 * The script that completes dlx's words in a shell. Throws a UserError where dlx has none for a
 * shell of this name.
 */
export function completionScript(shell: string): string {
  const script = scripts.get(shell);
  if (script) return script(commands);
  const known = [...scripts.keys()];
  throw misuse(`no completion for ${JSON.stringify(shell)}${didYouMean(shell, known)}`);
}
