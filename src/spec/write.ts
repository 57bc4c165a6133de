// Specs as files: in goes a spec as plain data, out comes YAML that reads as the same spec.
import { Document, isScalar, visit } from 'yaml';
import { isTagged } from '../words/tagged.js';
import { isNestedLayer } from '../words/nested.js';
import { withoutFold } from './seeds.js';
import { type LayerSpec, modelInput, type Spec } from './spec.js';

// Controls, halves of characters and what turns text round: YAML has escapes for them, which no
// terminal takes for orders.
const unseen = /[^\n\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\u200c\u200d]/gu;

// What readers of YAML 1.1 take for a text, and what for something else; of signs they think differently.
const plainWords = /^\p{L}[\p{L}\p{N} _./-]*$/u;
const words11 = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/**
 * Plain data as YAML, for spec.yaml, resolved.yaml and the screen. Of version 1.1, which Python reads, a
 * text like `no`, `12:30` or a date is quoted.
 */
export function renderYaml(value: unknown, version: '1.1' | '1.2' = '1.2'): string {
  const isQuoted = (text: string): boolean =>
    text.search(unseen) >= 0 ||
    (version === '1.1' && (!plainWords.test(text) || words11.test(text)));
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, node) => {
      // Read back, so many digits would be refused as a whole number.
      if (isScalar(node) && Number.isInteger(node.value) && !Number.isSafeInteger(node.value)) {
        node.format = 'EXP';
      }
      if (isScalar(node) && typeof node.value === 'string' && isQuoted(node.value)) {
        node.type = 'QUOTE_DOUBLE';
      }
    },
  });
  return document
    .toString({ lineWidth: 110, flowCollectionPadding: false })
    .replaceAll(unseen, escaped);
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
}

/** A resolved spec in written form, every default said: trainable again, and with the same hash. */
export function resolvedForm(spec: Spec): Readonly<Record<string, unknown>> {
  const { name, tags, notes, dataset, model, optimizer, loss, metrics, ...rest } = spec;
  return {
    name,
    ...(tags.length > 0 ? { tags } : {}),
    ...(notes === null ? {} : { notes }),
    dataset: writtenValue(withoutFold(dataset)),
    model: model.map((layer, index) => writtenLayer(layer, model[index - 1]?.name ?? modelInput)),
    optimizer: writtenValue(optimizer),
    loss: writtenValue(loss),
    metrics: metrics.map(({ label, ...metric }) => ({
      ...(writtenValue(metric) as object),
      ...(label === undefined ? {} : { label }),
    })),
    ...rest,
  };
}

function writtenLayer(
  { layer, name, arguments: args, inputs, trainable }: LayerSpec,
  before: string,
): Record<string, unknown> {
  const isPlain = inputs.length === 1 && inputs[0] === before;
  return {
    [layer]: writtenValue(args),
    name,
    ...(isPlain ? {} : { inputs }),
    ...(trainable ? {} : { trainable }),
  };
}

function writtenValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(writtenValue);
  if (typeof value !== 'object' || value === null) return value;
  const named = isNestedLayer(value)
    ? { [value.layer]: value.arguments }
    : isTagged(value)
      ? { [value.key ?? 'name']: value.name, ...value.arguments }
      : value;
  return Object.fromEntries(
    Object.entries(named).map(([key, inner]) => [key, writtenValue(inner)]),
  );
}
