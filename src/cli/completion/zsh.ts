// Completion for zsh: the table of commands in, a script out.
import type { Command, Option } from '../options.js';
import { formsOf, optionsOf, quoted, wantsBeside, wantsOf, type Wants } from './wants.js';

/** The script; it works where it is evaluated and as a file `_dlx` of zsh's functions. */
export function zshCompletion(commands: readonly Command[]): string {
  const described = commands.map(({ name, about }) => quoted(`${name}:${about}`)).join('\n    ');
  return `#compdef dlx
# dlx in zsh: put  eval "$(dlx completion zsh)"  into ~/.zshrc, behind compinit
_dlx() {
  local -a commands=(
    ${described}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(ofCommand).join('\n')}
  esac
}
if [ "\${funcstack[1]}" = _dlx ]; then _dlx "$@"; else compdef _dlx dlx; fi`;
}

function ofCommand(command: Command): string {
  const wants = wantsBeside(command.takes, command.then);
  const beside = wants === null ? [] : [quoted(`*:${command.takes?.word ?? ''}:${action(wants)}`)];
  const specs = [...optionsOf(command).flatMap(specsOf), ...beside];
  return `  ${command.name})\n    _arguments -S : \\\n      ${specs.join(' \\\n      ')};;`;
}

// `*--set=[about]:KEY:action`: the value stands behind `=` or is the next word.
function specsOf(option: Option): readonly string[] {
  const wants = wantsOf(option);
  const about = `[${escaped(option.about)}]`;
  if (option.kind === 'flag' || wants === null) {
    return formsOf(option).map((form) => quoted(`${form}${about}`));
  }
  const many = option.kind === 'texts' ? '*' : '';
  const value = `:${escaped(option.value)}:${action(wants)}`;
  return formsOf(option).map((form) =>
    quoted(`${many}${form}${form.startsWith('--') ? '=' : '+'}${about}${value}`),
  );
}

function action(wants: Wants): string {
  switch (wants.kind) {
    case 'words':
      return `(${wants.words.join(' ')})`;
    case 'folders':
      return wants.words.length > 0
        ? `{ compadd -- ${wants.words.join(' ')}; _files -/ }`
        : '_files -/';
    case 'files':
      return wants.endings.length > 0 ? `_files -g "*(${wants.endings.join('|')})"` : '_files';
    case 'text':
      return ' ';
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\[\]:]/g, String.raw`\$&`);
}
