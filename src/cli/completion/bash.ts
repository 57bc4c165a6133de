// Completion for bash: the table of commands in, a script out.
import type { Command } from '../options.js';
import { formsOf, optionsOf, quoted, wantsBeside, wantsOf, type Wants } from './wants.js';

// `--format=csv` reaches the function as three words.
const head = String.raw`# dlx in bash: put  eval "$(dlx completion bash)"  into ~/.bashrc
_dlx_offer() { COMPREPLY+=($(compgen -W "$1" -- "$cur")); }
_dlx_paths() {
  local IFS=$'\n' ending
  compopt -o filenames
  COMPREPLY+=($(compgen -d -- "$cur"))
  for ending in "$@"; do COMPREPLY+=($(compgen -f -X "!*$ending" -- "$cur")); done
}
_dlx() {
  local cur=${'$'}{COMP_WORDS[COMP_CWORD]} prev=${'$'}{COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if [ "$cur" = = ]; then cur=
  elif [ "$prev" = = ]; then prev=${'$'}{COMP_WORDS[COMP_CWORD-2]}; fi
  if [ "$COMP_CWORD" -eq 1 ]; then`;

/** The script. */
export function bashCompletion(commands: readonly Command[]): string {
  const names = [...commands.map(({ name }) => name), '--help', '--version'].join(' ');
  return `${head} _dlx_offer ${quoted(names)}; return; fi
  case "\${COMP_WORDS[1]}" in
${commands.map(ofCommand).join('\n')}
  esac
}
complete -F _dlx dlx`;
}

function ofCommand(command: Command): string {
  const options = optionsOf(command);
  const behind = options.flatMap((option) => {
    const wants = wantsOf(option);
    return wants === null ? [] : [`    ${formsOf(option).join('|')}) ${offer(wants)}; return;;`];
  });
  return `  ${command.name})
    case "$prev" in
${[...behind, '    esac'].join('\n')}
    case "$cur" in
    -*) _dlx_offer ${quoted(options.flatMap(formsOf).join(' '))};;
    *) ${offer(wantsBeside(command.takes, command.then) ?? { kind: 'text' })};;
    esac;;`;
}

function offer(wants: Wants): string {
  switch (wants.kind) {
    case 'words':
      return `_dlx_offer ${quoted(wants.words.join(' '))}`;
    case 'folders':
      return [
        ...(wants.words.length > 0 ? [`_dlx_offer ${quoted(wants.words.join(' '))}`] : []),
        '_dlx_paths',
      ].join('; ');
    case 'files':
      return `_dlx_paths ${(wants.endings.length > 0 ? wants.endings : ['']).map(quoted).join(' ')}`;
    case 'text':
      return ':';
  }
}
