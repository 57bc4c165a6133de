// YAML as the nodes that everything about specs works on, for tests of single parts.
import { Budget } from '../../src/document/budget.js';
import type { MappingNode, SpecNode } from '../../src/document/node.js';
import type { Problem } from '../../src/document/problems.js';
import { startReading } from '../../src/document/reading.js';
import { parseYaml } from '../../src/document/yaml.js';
import type { Resolving } from '../../src/spec/resolving.js';
import { language } from '../spec/language.js';

/** The node of a text, which stands in `a.yaml` in the folder `folder`. */
export function parsed(text: string, folder = '/specs'): SpecNode {
  const source = { label: 'a.yaml', text, kind: 'file' as const, folder };
  const { node, problems } = parseYaml(source, new Budget());
  if (!node || problems.length > 0) throw new Error(`no spec: ${JSON.stringify(text)}`);
  return node;
}

/** The same of a mapping. */
export function parsedMapping(text: string, folder?: string): MappingNode {
  const node = parsed(text, folder);
  if (node.kind !== 'mapping') throw new Error('no mapping');
  return node;
}

/** What resolving that spec works with; its problems are gathered. */
export function resolvingOf(text: string): Resolving {
  const root = parsedMapping(text);
  return { ...startReading(language), root, source: root.place.source };
}

/** Problems as `line:column message; cure`. */
export function told(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ source: { text }, place, message, cure }) => {
    const before = text.slice(0, place?.start ?? 0).split('\n');
    const at = `${before.length}:${(before.at(-1) ?? '').length + 1}`;
    return `${at} ${message}${cure === null ? '' : `; ${cure}`}`;
  });
}
