// Wrong answers with their samples in, the part of a report out that shows them: as pictures where they
// are pictures, else as a table.
import type { Mistake } from '../../../inference/diagnosis.js';
import type { Example } from '../../../survey/examples.js';
import { toDigits } from '../../../text/digits.js';
import type { PagePicture } from '../survey-page.js';
import { escapeHtml, htmlTable, section } from '../page.js';
import type { ReportModel } from './report.js';
import { thousands } from '../../../text/wrap.js';

type Judged = NonNullable<ReportModel['judged']>;

/** The part; nothing where nothing is wrong. */
export function mistakesPart({ part, diagnosis, samples }: Judged): readonly string[] {
  const { mistakes, wrong, report } = diagnosis;
  if (mistakes.length === 0) return [];
  const isNumber = report.kind === 'number';
  const of = part === 'test' ? 'test' : 'validation';
  const count = thousands(wrong);
  const all = wrong > mistakes.length ? `${mistakes.length} of the ${count}` : `The ${count}`;
  const which = report.kind === 'classes' ? 'the surest first' : 'the most of them first';
  const lead = isNumber
    ? `<p>The ${of} samples with the greatest errors.</p>`
    : `<p>${all} wrong ${wrong === 1 ? 'answer' : 'answers'} on ${of} samples${mistakes.length > 1 ? `, ${which}` : ''}.</p>`;
  const why = samples.why === null ? [] : [`<p class="note">${escapeHtml(samples.why)}</p>`];
  const shown =
    samples.pictures.length > 0
      ? pictureList(mistakes, samples.pictures)
      : table(mistakes, samples.examples, isNumber);
  return section(isNumber ? 'Greatest errors' : 'Wrong answers', [lead, shown, ...why]);
}

// Of what is nearly sure one digit more.
function sureText(confidence: number): string {
  const percent = 100 * confidence;
  return `${percent > 99 && percent < 100 ? Math.min(99.9, percent).toFixed(1) : Math.round(percent)} %`;
}

function saidOf({ is, taken, confidence }: Mistake, isNumber: boolean): string {
  if (isNumber) return `is ${is}, predicted ${taken}`;
  return `is ${is}, taken for ${taken}${confidence === null ? '' : ` (${sureText(confidence)})`}`;
}

function pictureList(mistakes: readonly Mistake[], pictures: readonly PagePicture[]): string {
  const byRow = new Map<number, PagePicture[]>();
  for (const one of pictures) byRow.set(one.row, [...(byRow.get(one.row) ?? []), one]);
  const items = mistakes.map((mistake) => {
    const images = (byRow.get(mistake.row) ?? []).map(
      ({ png, input }) =>
        `<img alt="${escapeHtml(`${input === null ? '' : `${input}, `}row ${mistake.row}`)}" src="data:image/png;base64,${Buffer.from(png).toString('base64')}">`,
    );
    const sure =
      mistake.confidence === null ? '' : `<span>${sureText(mistake.confidence)} sure</span>`;
    return `<li>${images.join('')}<span>is <b>${escapeHtml(mistake.is)}</b></span><span>taken for <b>${escapeHtml(mistake.taken)}</b></span>${sure}</li>`;
  });
  return `<ul class="mistakes">${items.join('')}</ul>`;
}

function table(
  mistakes: readonly Mistake[],
  examples: readonly Example[],
  isNumber: boolean,
): string {
  const byRow = new Map(examples.map((one) => [one.row, one]));
  const names = examples[0]?.values.map(({ name }) => name) ?? [];
  return htmlTable(
    [{ head: 'row', isNumber: true }, { head: 'answer' }, ...names.map((head) => ({ head }))],
    mistakes.map((mistake) => [
      String(mistake.row),
      saidOf(mistake, isNumber),
      ...(byRow.get(mistake.row)?.values ?? names).map((one) => {
        if (typeof one === 'string') return '';
        if ('text' in one) return one.text;
        return `${toDigits(one.series[0] ?? NaN, 4)} … ${toDigits(one.series.at(-1) ?? NaN, 4)}`;
      }),
    ]),
  );
}
