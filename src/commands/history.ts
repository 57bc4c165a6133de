// `dlx history`: the curves of training in the terminal, live while a run still trains, and for
// programs, as SVG and as PNG.
import { extname } from 'node:path';
import type { Given } from '../cli/command-table.js';
import { curvesOf, type Curves, type RunWithEpochs } from '../comparison/curves.js';
import { checkEach } from '../comparison/grouping.js';
import { loadRuns } from '../comparison/load.js';
import { distinctRuns } from '../run/find.js';
import { messageOf, misuse } from '../ground/errors.js';
import { writeOutput } from '../ground/files.js';
import { mostLettered, renderHistory, type TallScreen } from '../render/terminal/history.js';
import { screenOf } from '../render/terminal/table.js';
import { historyCsv, historyDocument } from '../render/text/history.js';
import { checkFilePlace } from '../run/outside.js';
import { readEpochs } from '../run/read.js';
import { escapeText } from '../text/escape.js';
import { done, doneJson } from './answer.js';
import type { Answer } from './command.js';

/** Curves as they are now, and what is to be said of runs that have none. */
type Read = { readonly curves: Curves; readonly notes: readonly string[] };

/**
 * The curves of the runs that `run` means. Throws a misuse where two formats are asked for, or a
 * metric that no run has.
 */
export async function historyCommand(options: Given<'history'>): Promise<Answer> {
  const { json, csv, follow, metric = [] } = options;
  checkOptions(options);
  const read = follow
    ? await (await import('./follow.js')).followed(() => readCurves(options), tallScreen)
    : readCurves(options);
  const { curves } = read;
  const written = await writeFiles(options, curves);
  const notes = [...read.notes, ...curves.notes].map(escapeText);
  if (json) {
    const { svg = null, png = null } = options;
    const document = historyDocument(curves, metric) as { readonly notes: readonly string[] };
    return doneJson({ ...document, notes: [...read.notes, ...document.notes], svg, png });
  }
  if (csv) return done(historyCsv(curves.rows, metric), [...notes, ...written]);
  const output = curves.rows.length === 0 ? '' : renderHistory(curves, tallScreen());
  return done(output, [...notes, ...written]);
}

function tallScreen(): TallScreen {
  const { isTTY, rows } = process.stdout;
  return {
    ...screenOf(process.stdout, process.env),
    height: isTTY && rows > 0 ? rows : Infinity,
  };
}

function checkOptions({ json, csv, follow, svg, png }: Given<'history'>): void {
  if (json && csv) throw misuse('--json and --csv are two formats: give one of them');
  if (follow && (json || csv)) {
    throw misuse(
      '--follow is for people; `dlx train --events FILE` tells programs what happens, and `dlx wait RUN` waits for the end',
    );
  }
  for (const [name, file] of [
    ['svg', svg],
    ['png', png],
  ] as const) {
    if (file === undefined) continue;
    if (extname(file).toLowerCase() !== `.${name}`) {
      throw misuse(`--${name} ${file} is to be a picture: end its name with .${name}`);
    }
    checkFilePlace(file);
  }
}

function readCurves({
  run,
  runs: folder,
  where,
  metric,
  each,
  'group-by': by,
}: Given<'history'>): Read {
  const loaded = loadRuns(run, folder, where);
  const { runs, copies } = distinctRuns(loaded.runs);
  const notes = [...loaded.notes];
  if (copies.length > 0) {
    notes.push(`left out as copies of runs that are drawn: ${copies.join(', ')}`);
  }
  const readable = runs.flatMap((one): readonly RunWithEpochs[] => {
    if ('damaged' in one) {
      notes.push(`${one.folder} is damaged: ${one.damaged}`);
      return [];
    }
    try {
      return [{ ...one, epochs: readEpochs(one.folder) }];
    } catch (error) {
      notes.push(`${one.folder} cannot be drawn: ${messageOf(error)}`);
      return [];
    }
  });
  checkEach({ each, 'group-by': by });
  const options = { metrics: metric, each, 'group-by': by, most: mostLettered };
  return { curves: curvesOf(readable, options), notes };
}

async function writeFiles(
  { svg, png }: Given<'history'>,
  curves: Curves,
): Promise<readonly string[]> {
  if (svg === undefined && png === undefined) return [];
  const { curvesSvg } = await import('../render/svg/curves.js');
  const drawing = curvesSvg(curves);
  if (svg !== undefined) writeOutput(svg, drawing);
  if (png !== undefined) {
    const { pngOfSvg } = await import('../dataset/pictures/encoded.js');
    writeOutput(png, await pngOfSvg(drawing, 2));
  }
  return [svg, png].flatMap((file) => (file === undefined ? [] : [escapeText(`wrote ${file}`)]));
}
