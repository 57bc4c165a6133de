// Results in, the tables that people read out: for a terminal, or as Markdown.
import { renderTable, type Screen, type TableColumn } from '../src/render/terminal/table.js';
import { bestOf, machineWords, ratioOf, type Results, type WorkResult } from './results.js';

/** A table as plain text, before it is laid out. */
export type TextTable = {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
};

const names: Readonly<Record<string, string>> = { keras: 'Keras', torch: 'PyTorch', tfjs: 'tfjs' };
const others = Object.keys(names);

/** Times of everybody and the ratios: works of steps, and the whole command. */
export function ratioTable({ works }: Results): TextTable {
  const shown = works.filter(({ kind }) =>
    ['steps', 'command', 'seeds', 'pictures'].includes(kind),
  );
  const columns = [
    'dlx',
    ...Object.values(names),
    ...Object.values(names).map((name) => `against ${name}`),
  ];
  const rows = shown.map((work) => [
    `${work.title} (${work.unit === 'ms' ? 'ms a step' : 's'})`,
    ...['dlx', ...others].map((contender) => formatTime(bestOf(work, contender)?.value ?? null)),
    ...others.map((contender) => formatRatio(work, contender)),
  ]);
  return {
    columns: [
      { head: 'work', align: 'left' },
      ...columns.map((head) => ({ head, align: 'right' as const })),
    ],
    rows,
  };
}

/** What is measured against a fixed limit, and memory. */
export function limitTable({ works }: Results): TextTable {
  const rows = works.flatMap((work) => [...limitRow(work), ...memoryRows(work)]);
  return {
    columns: [
      { head: 'beside', align: 'left' },
      { head: 'measured', align: 'left' },
      { head: 'at most', align: 'left' },
    ],
    rows,
  };
}

function limitRow(work: WorkResult): readonly (readonly string[])[] {
  const own = bestOf(work, 'dlx');
  if (!own || work.at_most === null) return [];
  if (['startup', 'seeds', 'runs'].includes(work.kind)) {
    return [
      [
        work.title,
        `${formatTime(own.value)} s`,
        verdict(`${work.at_most} s`, own.value <= work.at_most),
      ],
    ];
  }
  if (['predict', 'read'].includes(work.kind)) return [predictRow(work, own.value, work.at_most)];
  if (work.kind === 'commit') return [commitRow(work, own.value, work.at_most)];
  if (work.kind === 'determinism') return [taxRow(work, own.value, work.at_most)];
  const bare = bestOf(work, 'node');
  if (!bare) return [];
  const times = own.value / bare.value;
  return [
    [
      `${work.title}, against bare node`,
      `${times.toFixed(2)} × (${formatTime(own.value)} and ${formatTime(bare.value)} ms)`,
      verdict(`${work.at_most} ×`, times <= work.at_most),
    ],
  ];
}

// Seconds of everybody who does the same.
function predictRow(work: WorkResult, own: number, limit: number): readonly string[] {
  const beside = [...others, 'onnxruntime', 'pandas', 'duckdb'].flatMap((contender) => {
    const found = bestOf(work, contender);
    return found ? [`${names[contender] ?? contender} ${formatTime(found.value)} s`] : [];
  });
  return [
    work.title,
    [`${formatTime(own)} s`, ...beside].join('; '),
    verdict(`${limit} s`, own <= limit),
  ];
}

function commitRow(work: WorkResult, own: number, limit: number): readonly string[] {
  const epoch = bestOf(work, 'epoch')?.value ?? NaN;
  return [
    work.title,
    `${((100 * own) / epoch).toFixed(1)} % of it (${formatTime(own)} of ${formatTime(epoch)} ms)`,
    verdict(`${100 * limit} %`, own / epoch <= limit),
  ];
}

function taxRow(work: WorkResult, own: number, limit: number): readonly string[] {
  const without = bestOf(work, 'undetermined')?.value ?? NaN;
  const tax = own / without - 1;
  return [
    work.title,
    `${(100 * tax).toFixed(1)} % more time (${formatTime(own)} and ${formatTime(without)} ms a step)`,
    verdict(`${100 * limit} %`, tax <= limit),
  ];
}

function memoryRows(work: WorkResult): readonly (readonly string[])[] {
  const peaks = ['dlx', ...others].flatMap((contender) => {
    const peak = bestOf(work, contender)?.peakMemory;
    return peak ? [`${names[contender] ?? contender} ${(peak / 1e9).toFixed(2)} GB`] : [];
  });
  // Alone, it says nothing beside the seconds of a command.
  return peaks.length === 0 || work.kind === 'runs'
    ? []
    : [[`Peak memory, ${work.title}`, peaks.join(', '), '']];
}

/** Three digits, as a clock's noise deserves. */
export function formatTime(value: number | null): string {
  return value === null ? '–' : value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function formatRatio(work: WorkResult, contender: string): string {
  const found = ratioOf(work, contender);
  if (!found) return '–';
  const { ratio, target, met } = found;
  // Rounded down, so that what is shown as reached is reached.
  const digits = ratio < 10 ? 2 : ratio < 100 ? 1 : 0;
  const shown = `${(Math.floor(ratio * 10 ** digits) / 10 ** digits).toFixed(digits)} ×`;
  return target === null || met === null ? shown : `${shown} ${verdict(`≥ ${target}`, met, true)}`;
}

function verdict(target: string, met: boolean, inParentheses = false): string {
  const text = met ? target : `${target}, missed`;
  return inParentheses ? `(${text})` : text;
}

/** The lines below the tables: machine, versions, what was chosen and what is missing. */
export function noteLines({ date, rounds, machine, versions, works }: Results): readonly string[] {
  const chosen = works
    .filter(({ kind }) => kind === 'steps' || kind === 'command')
    .flatMap((work) => {
      const best = bestOf(work, 'torch');
      return best?.configuration ? [`${work.name}: ${best.configuration}`] : [];
    });
  const software = Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
  return [
    `${machineWords(machine)}, ${date.slice(0, 10)}; ${software}.`,
    `The fastest of ${rounds} ${rounds === 1 ? 'block' : 'blocks'}, taken in turn.${chosen.length === 0 ? '' : ` PyTorch's best: ${chosen.join('; ')}.`}`,
    ...(machine.too_busy
      ? [
          `The machine was busy (${machine.busy_cores?.toFixed(2)} cores in use before the run): these numbers do not count.`,
        ]
      : []),
    ...laterNotes(works),
    ...works.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`)),
  ];
}

// Works that were measured at another time: ratios are of one run all the same.
function laterNotes(works: Results['works']): readonly string[] {
  const linesOf = new Map<string, string[]>();
  for (const { name, measured_at: at } of works) {
    if (!at) continue;
    const where = `${at.machine}, ${at.date.slice(0, 10)}`;
    linesOf.set(where, [...(linesOf.get(where) ?? []), name]);
  }
  return [...linesOf].map(([where, names]) => `${names.join(', ')}: on ${where}.`);
}

/** Everything, for a terminal. */
export function renderResults(results: Results, screen: Screen): string {
  const tables = [ratioTable(results), limitTable(results)].filter(({ rows }) => rows.length > 0);
  const texts = tables.map(
    ({ columns, rows }) =>
      renderTable(
        columns,
        rows.map((row) => row.map((text) => ({ text }))),
        screen,
      ).text,
  );
  return [...texts, noteLines(results).join('\n')].join('\n\n');
}

/** Everything, as Markdown. */
export function renderMarkdown(results: Results): string {
  const tables = [ratioTable(results), limitTable(results)].filter(({ rows }) => rows.length > 0);
  return [...tables.map(markdownTable), noteLines(results).join('\n')].join('\n\n');
}

function markdownTable({ columns, rows }: TextTable): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `|${columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join('|')}|`;
  return [line(columns.map(({ head }) => head)), rule, ...rows.map(line)].join('\n');
}
