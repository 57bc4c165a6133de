// Completion for fish: the table of commands in, a script out.
import type { Command, Option } from '../options.js';
import { everywhere } from '../help.js';
import { wantsBeside, wantsOf, type Wants } from './wants.js';

/** The script. */
export function fishCompletion(commands: readonly Command[]): string {
  const first = '-n __fish_use_subcommand';
  return [
    '# dlx in fish: dlx completion fish > ~/.config/fish/completions/dlx.fish',
    'complete -c dlx -f',
    ...commands.map(({ name, about }) => `complete -c dlx ${first} -a ${name} -d ${quoted(about)}`),
    ...everywhere.map((option) => `complete -c dlx ${optionWords(option)}`),
    ...commands.flatMap(ofCommand),
  ].join('\n');
}

function ofCommand(command: Command): readonly string[] {
  const begin = `complete -c dlx -n '__fish_seen_subcommand_from ${command.name}'`;
  const wants = wantsBeside(command.takes, command.then);
  return [
    ...command.options.map((option) => `${begin} ${optionWords(option)}`),
    ...(wants === null || wants.kind === 'text' ? [] : [`${begin} ${argument(wants)}`]),
  ];
}

function optionWords(option: Option): string {
  const wants = wantsOf(option);
  const short = option.short === undefined ? '' : ` -s ${option.short}`;
  const value = wants === null ? '' : ` -x ${argument(wants)}`.trimEnd();
  return `-l ${option.name}${short}${value} -d ${quoted(option.about)}`;
}

function argument(wants: Wants): string {
  switch (wants.kind) {
    case 'words':
      return `-a ${quoted(wants.words.join(' '))}`;
    case 'folders':
      return `-a ${quoted([...wants.words, '(__fish_complete_directories (commandline -ct))'].join(' '))}`;
    case 'files':
      return wants.endings.length > 0
        ? `-k -a ${quoted(`(__fish_complete_suffix ${wants.endings.join(' ')})`)}`
        : `-a ${quoted('(__fish_complete_path (commandline -ct))')}`;
    case 'text':
      return '';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}
