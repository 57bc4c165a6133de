// How a report looks, beside what every page has.
import { colourRules, rowColours, shapeRules } from '../../svg/curves.js';

// Of cells of a confusion matrix, from few to many.
const shades = Array.from(
  { length: 10 },
  (_, i) =>
    `.h${i} { background: color-mix(in srgb, var(--first) ${i * 5 + (i > 0 ? 4 : 0)}%, transparent); }`,
).join('\n');

// For charts that name colours, and not classes.
const rowVariables = (i: 0 | 1): string =>
  `:root { ${rowColours.map((colours, row) => `--row${row}: ${colours[i]};`).join(' ')} }`;

/** The rules. */
export const reportStyle = `
${rowVariables(0)}${colourRules(0)}${shapeRules}
@media screen and (prefers-color-scheme: dark) { ${rowVariables(1)} ${colourRules(1)} }
.lead { font-size: 1.05rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; margin: .75rem 0; list-style: none; }
a { color: var(--first); }
figure { margin: 0; position: relative; }
figcaption { font-size: .85rem; margin: .25rem 0; }
figure:focus-visible, button:focus-visible, input:focus-visible, .scroll:focus-visible { outline: 2px solid var(--first); outline-offset: 2px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 1rem; }
.charts svg, .chart svg { width: 100%; height: auto; }
.chart { max-width: 42rem; }
.values { position: absolute; top: 2rem; pointer-events: none; white-space: pre-line; font-size: .8rem; background: var(--ground); color: var(--ink); border: 1px solid var(--line); border-radius: 4px; padding: .3rem .5rem; max-width: 60%; z-index: 1; }
.hover { stroke: currentColor; stroke-width: 1; }
.off { display: none; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem .5rem; margin: .5rem 0; padding: 0; list-style: none; }
.legend button { display: inline-flex; align-items: center; gap: .4rem; font: inherit; font-size: .85rem; color: inherit; background: none; border: 1px solid var(--line); border-radius: 4px; padding: .2rem .5rem; cursor: pointer; text-align: left; }
.legend button[aria-pressed=false] { text-decoration: line-through; }
.legend svg { flex: none; width: 24px; height: 10px; }
table.sorted th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-align: inherit; text-decoration: underline dotted; text-underline-offset: 3px; }
th[aria-sort=ascending] button::after { content: ' ▲'; }
th[aria-sort=descending] button::after { content: ' ▼'; }
table.sorted td, table.sorted tbody th { white-space: nowrap; }
table.sorted thead th { white-space: normal; vertical-align: bottom; min-width: 3.5rem; }
td.best, th.best { font-weight: 700; }
label.filter { font-size: .85rem; display: block; margin: .5rem 0; }
input.filter { font: inherit; padding: .15rem .4rem; max-width: 14rem; }
.verdict { border-left: 3px solid var(--first); padding: .1rem .75rem .1rem 1.75rem; margin: .75rem 0; }
.confusion td { text-align: right; padding: .2rem .45rem; border: 1px solid var(--line); font-variant-numeric: tabular-nums; }
.confusion th { white-space: nowrap; font-weight: 400; padding: .2rem .45rem; }
.confusion thead th { vertical-align: bottom; }
.confusion td.right { outline: 2px solid var(--line); outline-offset: -2px; }
${shades}
.mistakes { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); gap: .75rem; padding: 0; list-style: none; }
.mistakes img { width: 5rem; height: 5rem; object-fit: contain; image-rendering: pixelated; background: #8882; display: block; }
.mistakes span { display: block; font-size: .8rem; line-height: 1.3; }
.network svg { width: auto; max-width: none; }
.network .layer { fill: none; stroke: var(--first); stroke-width: 1.5; }
.network .input { fill: none; stroke: var(--second); stroke-width: 1.5; stroke-dasharray: 5 3; }
.network .edge { fill: none; stroke: currentColor; opacity: .6; }
.network .tip { fill: currentColor; opacity: .6; }
pre { background: #8881; padding: .75rem; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; font-size: .9rem; }
dl.facts dt { font-weight: 600; }
dl.facts dd { margin: 0; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: 1.25rem; align-items: start; }
details summary { cursor: pointer; margin: .5rem 0; }
@media (max-width: 30rem) { dl.facts { grid-template-columns: 1fr; gap: 0; } dl.facts dd { margin-bottom: .4rem; } }
@media print { nav, label.filter { display: none; } .charts, .two { grid-template-columns: 1fr 1fr; } figure, tr, .mistakes li { break-inside: avoid; } .scroll { overflow: visible; } table { font-size: .66rem; } table.sorted thead th { min-width: 0; } table.sorted td, table.sorted tbody th, td.short, td.number { white-space: normal; } th, td { padding-right: .4rem; } .network svg { max-width: 100%; } .legend button { border: 0; } }
`;
