// What a spec may name, for people: in go the tables, out comes Markdown with every entry, its
// arguments, what each takes and what it is where nothing is written.
import { defaultOf } from './check.js';
import { expectation } from './expectation.js';
import type { ArgumentKinds, Entry, Kind, TaggedKind } from './kinds.js';
import type { Language } from './language.js';
import { isTagged } from './tagged.js';
import { checkpoint, earlyStopping, reduceLearningRate } from './top-level.js';

/** The whole reference: layers first, then what else is named, then the two callbacks. */
export function renderReference(language: Language): string {
  const kinds: readonly TaggedKind[] = [
    { noun: 'layer', table: language.layers },
    ...language.kinds.filter(({ table }) => table !== language.layers),
  ];
  const callbacks: readonly Entry[] = [
    {
      name: 'checkpoint',
      summary: "How often, beside each epoch's end, what `dlx resume` goes on from is kept.",
      arguments: checkpoint,
    },
    {
      name: 'early_stopping',
      summary: "Ends training once the monitored value stalls: Keras' EarlyStopping.",
      arguments: earlyStopping,
    },
    {
      name: 'reduce_lr_on_plateau',
      summary:
        "Lowers the learning rate once the monitored value stalls: Keras' ReduceLROnPlateau.",
      arguments: reduceLearningRate,
    },
  ];
  return `${[head, ...kinds.map(renderKind), `## Callbacks\n\n${callbacks.map(renderEntry).join('\n\n')}`].join('\n\n')}\n`;
}

/**
 * The entries of this name, or this other spelling, in any table: several where a loss is a metric
 * too.
 */
export function referenceOf(name: string, language: Language): readonly string[] {
  const kinds = [{ noun: 'layer', table: language.layers }, ...language.kinds];
  return kinds.flatMap(({ noun, table }) =>
    table
      .filter((entry) => entry.name === name || entry.aliases?.includes(name))
      .map((entry) => `${noun} ${renderEntry(entry).slice('### '.length)}`),
  );
}

const head = `# What a spec may name

Made from dlx's own tables by \`npm run reference\`; the names, arguments and defaults are those of Keras 3.15, in Keras' order. A value that
is no mapping is the first argument: \`Dense: 10\` is \`Dense: {units: 10}\`. What is named may be the bare name or a mapping with \`name\` and arguments.`;

function renderKind({ noun, table }: TaggedKind): string {
  const title = `${noun.charAt(0).toUpperCase()}${noun.slice(1)}${noun.endsWith('s') ? 'es' : 's'}`;
  const [bare, others] = [table.filter(isBare), table.filter((entry) => !isBare(entry))];
  const list = bare
    .map((entry) => `- **${entry.name}**${otherNames(entry)}: ${entry.summary}`)
    .join('\n');
  return [
    `## ${title}`,
    ...(bare.length > 0 ? [`Without arguments:\n\n${list}`] : []),
    ...others.map(renderEntry),
  ].join('\n\n');
}

function isBare(entry: Entry): boolean {
  return Object.keys(entry.arguments).length === 0;
}

function renderEntry(entry: Entry): string {
  const rows = argumentRows(entry.arguments);
  const table =
    rows.length === 0
      ? ['No arguments.']
      : [['| argument | is | default |', '|---|---|---|', ...rows].join('\n')];
  return [`### ${entry.name}`, `${entry.summary}${otherNames(entry)}`, ...table].join('\n\n');
}

function otherNames({ aliases = [] }: Entry): string {
  return aliases.length === 0 ? '' : ` (also ${aliases.join(', ')})`;
}

function argumentRows(kinds: ArgumentKinds): readonly string[] {
  return Object.entries(kinds).map(
    ([name, kind]) =>
      `| \`${name}\` | ${cell(valueWords(kind))} | ${kind.isRequired ? '' : `\`${cell(defaultWords(kind))}\``} |`,
  );
}

// "the name of an initializer, or a mapping with its name and arguments" is an initializer.
function valueWords(kind: Kind): string {
  return expectation(kind).replaceAll(
    /the name of (an? [\w ]+), or a mapping with its name and arguments/g,
    '$1',
  );
}

function defaultWords(kind: Kind): string {
  const value = defaultOf(kind);
  return isTagged(value) ? value.name : flow(value);
}

/** A value on one line of YAML, as `[1, relu]`. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  return typeof value === 'string' && /^[a-z_]\w*$/i.test(value) ? value : JSON.stringify(value);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
