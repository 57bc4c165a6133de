// Specs as files: in goes a spec as plain data, out comes YAML that reads as the same spec.
import { Document, isScalar, visit } from 'yaml';
import { isTagged } from './minimal.js';
import { isNestedLayer } from './nested.js';
import { type LayerSpec, modelInput, type Spec } from './spec.js';

/** Plain data as YAML, for spec.yaml and resolved.yaml. */
export function renderYaml(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, node) => {
      // Read back, so many digits would be refused as a whole number.
      if (isScalar(node) && Number.isInteger(node.value) && !Number.isSafeInteger(node.value)) node.format = 'EXP';
    },
  });
  return document.toString({ lineWidth: 110, flowCollectionPadding: false });
}

/** A resolved spec in written form, every default said: trainable again, and with the same hash. */
export function resolvedForm(spec: Spec): Readonly<Record<string, unknown>> {
  const { name, tags, notes, dataset, model, optimizer, loss, metrics, ...rest } = spec;
  return {
    name,
    ...(tags.length > 0 ? { tags } : {}),
    ...(notes === null ? {} : { notes }),
    dataset: writtenValue(dataset),
    model: model.map((layer, index) => writtenLayer(layer, model[index - 1]?.name ?? modelInput)),
    optimizer: writtenValue(optimizer),
    loss: writtenValue(loss),
    metrics: metrics.map(({ label, ...metric }) => ({ ...(writtenValue(metric) as object), ...(label === undefined ? {} : { label }) })),
    ...rest,
  };
}

function writtenLayer({ layer, name, arguments: args, inputs, trainable }: LayerSpec, before: string): Record<string, unknown> {
  const isPlain = inputs.length === 1 && inputs[0] === before;
  return { [layer]: writtenValue(args), name, ...(isPlain ? {} : { inputs }), ...(trainable ? {} : { trainable }) };
}

function writtenValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(writtenValue);
  if (typeof value !== 'object' || value === null) return value;
  const named = isNestedLayer(value) ? { [value.layer]: value.arguments } : isTagged(value) ? { name: value.name, ...value.arguments } : value;
  return Object.fromEntries(Object.entries(named).map(([key, inner]) => [key, writtenValue(inner)]));
}
