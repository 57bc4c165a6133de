// Runs in, the part of a report out that says where they come from: environment, data, and the commands
// that train them again.
import { join } from 'node:path';
import type { RunWithEpochs } from '../../../comparison/curves.js';
import { deviceInWords, libraryInWords, type RunRecord } from '../../../run/record.js';
import { renderYaml } from '../../../spec/write.js';
import { escapeText } from '../../../text/escape.js';
import { counted } from '../../../text/wrap.js';
import { formatCell } from '../../terminal/format.js';
import { commandAgain } from '../../terminal/run-page.js';
import { escapeHtml, htmlTable, section } from '../page.js';

const [most, mostOpen] = [200, 8];

/** Where the best run, if there is one, and all of them come from. */
export function provenanceParts(
  best: RunWithEpochs | null,
  runs: readonly RunWithEpochs[],
): readonly string[] {
  const shown = runs.slice(0, most);
  const more =
    runs.length > shown.length
      ? [`<p class="note">The first ${shown.length} of ${runs.length} runs.</p>`]
      : [];
  return [
    ...section('Environment and provenance', best ? factsOf(best) : []),
    ...section('Runs', [
      shown.length > mostOpen ? '<details>' : '<details open>',
      `<summary>${counted(shown.length, 'run')}</summary>`,
      htmlTable(
        [
          { head: 'run' },
          { head: 'state' },
          { head: 'seed', isNumber: true },
          { head: 'started' },
          { head: 'seconds', isNumber: true },
          { head: 'test set read', isNumber: true },
          { head: 'on' },
          { head: 'git' },
        ],
        shown.map(({ folder, record }) => [
          folder,
          record.state,
          String(record.seed),
          record.started.slice(0, 16).replace('T', ' '),
          formatCell(record.seconds.total, 'seconds'),
          String(record.test_reads),
          `${deviceInWords(record)}, ${libraryInWords(record)}, dlx ${record.versions.dlx}`,
          gitText(record),
        ]),
      ),
      '</details>',
      ...more,
    ]),
  ];
}

function gitText({ git }: RunRecord): string {
  return git ? git.commit.slice(0, 10) + (git.dirty ? ' with changes' : '') : '';
}

function factsOf({ folder, record }: RunWithEpochs): readonly string[] {
  const { data, versions, hashes, origin } = record;
  const sizes = [data.train, data.validation, data.test].map((size) => formatCell(size, 'count'));
  const facts: readonly (readonly [string, string])[] = [
    ['run', folder],
    ['spec', join(folder, origin.spec)],
    ['data', `${data.name}, ${sizes.join(' / ')} samples (training / validation / test)`],
    ['data, SHA-256', data.sha256],
    ['spec, hash', hashes.spec],
    ['started', record.started],
    ['on', `${deviceInWords(record)}, ${libraryInWords(record)}`],
    ['by', `dlx ${versions.dlx}, Node ${versions.node}`],
    ...(record.git ? [['git', gitText(record)] as const] : []),
    ['test set read', `${record.test_reads}`],
  ];
  const terms = facts.map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  const spec = renderYaml(record.spec).trimEnd().split('\n').map(escapeText).join('\n');
  return [
    `<dl class="facts">${terms.join('')}</dl>`,
    '<h3>Train it again</h3>',
    `<pre><code>${escapeHtml(commandAgain(folder, record))}</code></pre>`,
    `<details><summary>Its spec</summary><pre><code>${lines(spec)}</code></pre></details>`,
  ];
}

// Line ends alone are none that is escaped.
function lines(text: string): string {
  return text.split('\n').map(escapeHtml).join('\n');
}
