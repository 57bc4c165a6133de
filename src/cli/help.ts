// Commands in, the text of `--help` out. Written here, so that no package is loaded for it.
import { linesOf } from '../text/wrap.js';
import { commands } from './command-table.js';
import type { Command, Option } from './options.js';

/** The options that every command has. */
export const everywhere: readonly Option[] = [
  { name: 'help', kind: 'flag', short: 'h', about: 'show this' },
  { name: 'version', kind: 'flag', about: "show dlx's version" },
];

type Row = readonly [words: string, about: string];

/**
 * What there is to say of dlx, or of one of its commands, in lines of at most `width` characters.
 */
export function helpText(command: Command | undefined, width: number): string {
  const parts = command === undefined ? ofAll(width) : ofOne(command, width);
  return parts.join('\n\n');
}

function ofAll(width: number): readonly string[] {
  const rows = commands.map((command): Row => [usageOf(command), command.about]);
  return [
    'dlx COMMAND',
    'Trains deep-learning experiments written as YAML, and compares them.',
    section('Commands:', rows, width),
    section('Options:', everywhere.map(rowOf), width),
    'dlx COMMAND --help says more of one.',
  ];
}

function ofOne(command: Command, width: number): readonly string[] {
  const { about, takes, then, options } = command;
  const words = [takes, then].flatMap((one): readonly Row[] =>
    one ? [[one.word, one.about]] : [],
  );
  return [
    `${usageOf(command)}${options.length > 0 ? ' [options]' : ''}`,
    about,
    ...(words.length > 0 ? [section('Takes:', words, width)] : []),
    section('Options:', [...options, ...everywhere].map(rowOf), width),
  ];
}

function usageOf({ name, takes, then }: Command): string {
  return ['dlx', name, ...[takes, then].flatMap((one) => one?.form ?? [])].join(' ');
}

function rowOf(option: Option): Row {
  const letter = option.short === undefined ? '   ' : `-${option.short},`;
  const value = option.kind === 'flag' ? '' : ` ${option.value}`;
  return [`${letter} --${option.name}${value}`, option.about];
}

// Two columns, the second one wrapped.
function section(title: string, rows: readonly Row[], width: number): string {
  const first = Math.max(...rows.map(([words]) => words.length));
  const lines = rows.flatMap(([words, about]) =>
    aboutLines(about, width - first - 4).map(
      (line, i) => `  ${(i === 0 ? words : '').padEnd(first)}  ${line}`,
    ),
  );
  return [title, ...lines].join('\n');
}

// A narrow window gets long lines rather than a ladder.
function aboutLines(about: string, width: number): readonly string[] {
  return width < 20 ? [about] : linesOf(about.split(' '), width);
}
