// A report in, one page of HTML out that stands by itself: what was compared, what is known of it, how
// the best model does, and where everything comes from.
import { titlesOf } from '../../text/comparison.js';
import type { NetworkSummary } from '../../../model/summary.js';
import { formatCell } from '../../terminal/format.js';
import { counted } from '../../../text/wrap.js';
import { escapeHtml, htmlPage, htmlTable, section } from '../page.js';
import { comparisonPart } from './comparison-part.js';
import { curvesPart } from './curves-part.js';
import { modelParts } from './model-part.js';
import { mostDrawn, networkFigure } from './network-figure.js';
import { provenanceParts } from './provenance-part.js';
import type { Report } from './report.js';
import { reportScript } from './script.js';
import { reportStyle } from './style.js';

/** The page. */
export function reportPage(report: Report): string {
  const { title, notes, made, version, runs, comparison, tables, best } = report;
  const byFolder = new Map(runs.map((run) => [run.folder, run]));
  const titles = titlesOf(comparison.tables);
  const named = tables.length > 1 ? titles : tables.map(() => '');
  const parts = [
    ...tables.flatMap(({ table, curves }, i) => [
      ...comparisonPart({ table, runs: byFolder, title: named[i] ?? '', id: `table-${i}` }),
      ...curvesPart(curves, named[i] ?? ''),
    ]),
    ...(best ? modelParts(best) : []),
    ...section('The network', best?.network ? networkPart(best.network) : []),
    ...provenanceParts(best?.run ?? null, runs),
    ...section(
      'To know',
      comparison.notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`),
    ),
  ];
  const about = titles.length === 1 && titles[0] !== undefined ? ` on ${titles[0]}` : '';
  return htmlPage(
    title,
    [
      `<header><h1>${escapeHtml(title)}</h1>`,
      `<p class="note">${escapeHtml(`${counted(runs.length, 'run')}${about}. Made by dlx ${version}, ${made.slice(0, 16).replace('T', ' ')} UTC.`)}</p></header>`,
      ...(notes === '' ? [] : [`<section class="notes">${notes}</section>`]),
      ...anchored(parts),
    ],
    { style: reportStyle, script: reportScript },
  );
}

// Each heading can be led to, and those of one word of the page are listed above it.
function anchored(parts: readonly string[]): readonly string[] {
  let count = 0;
  const names: string[] = [];
  const body = parts.map((part) => {
    const [, name] = /^<h2>(.*)<\/h2>$/s.exec(part) ?? [];
    if (name === undefined) return part;
    names.push(name);
    count += 1;
    return `<h2 id="part-${count}">${name}</h2>`;
  });
  const links = names.map((name, i) => `<li><a href="#part-${i + 1}">${name}</a></li>`);
  return [`<nav aria-label="parts of this report"><ul>${links.join('')}</ul></nav>`, ...body];
}

function networkPart(network: NetworkSummary): readonly string[] {
  const { layers, parameters } = network;
  const about = `<p>${formatCell(parameters.total, 'count')} weights in ${counted(layers.length, 'layer')}${parameters.trainable < parameters.total ? `, ${formatCell(parameters.trainable, 'count')} of them trained` : ''}.</p>`;
  if (layers.length <= mostDrawn) {
    return [
      about,
      `<div class="scroll network" tabindex="0" role="region" aria-label="figure of the network">${networkFigure(network)}</div>`,
    ];
  }
  return [
    about,
    htmlTable(
      [
        { head: 'layer' },
        { head: 'kind' },
        { head: 'output' },
        { head: 'weights', isNumber: true },
      ],
      layers.map(({ name, layer, outputShape, parameters: own }) => [
        name,
        layer,
        outputShape.join(' × '),
        formatCell(own, 'count'),
      ]),
    ),
  ];
}
