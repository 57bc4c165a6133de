// A graph with variables that can be read, assigned and stepped: what recordings are emitted into,
// before it is loaded.
import type { NativeBackend, Values } from '../tfjs.js';
import { newGraph, type Graph } from './graph.js';
import type { GraphSession } from './session.js';

/** A variable of a program. */
export type ProgramVariable = {
  readonly node: string;
  readonly shape: readonly number[];
  readonly dtype: number;
};

/** A program under construction. */
export type Program = {
  readonly graph: Graph;
  /** A variable that a session can assign and read. */
  readonly variable: (shape: readonly number[], dtype: number) => ProgramVariable;
  readonly placeholder: (name: string, dtype: number, shape: readonly number[]) => string;
  /** The parts of a node's value along its first axis. */
  readonly unpack: (node: string, dtype: number, count: number) => readonly string[];
  /** A node to fetch whose value means nothing: it is there once all of `after` have run. */
  readonly done: (name: string, after: Iterable<string>) => string;
};

/** An empty program. */
export function newProgram({ binding }: Pick<NativeBackend, 'binding'>): Program {
  const graph = newGraph();
  const type = (name: string, value: number) => ({ name, type: binding.TF_ATTR_TYPE, value });
  const text = (name: string, value: string) => ({ name, type: binding.TF_ATTR_STRING, value });
  const whole = (name: string, value: number) => ({ name, type: binding.TF_ATTR_INT, value });
  const sizes = (shape: readonly number[]) => ({
    name: 'shape',
    type: binding.TF_ATTR_SHAPE,
    value: shape,
  });
  const nothing = graph.add('Const', [
    type('dtype', binding.TF_FLOAT),
    { name: 'value', tensor: { shape: [], dtype: binding.TF_FLOAT, values: new Float32Array(1) } },
  ]);
  const placeholder: Program['placeholder'] = (name, dtype, shape) =>
    graph.add('Placeholder', [type('dtype', dtype), sizes(shape)], [], name);
  const done: Program['done'] = (name, after) =>
    graph.add(
      'Identity',
      [type('T', binding.TF_FLOAT)],
      [nothing, ...[...after].map((node) => `^${node}`)],
      name,
    );
  let made = 0;
  return {
    graph,
    placeholder,
    done,
    variable: (shape, dtype) => {
      const node = `variable_${(made += 1)}`;
      graph.add(
        'VarHandleOp',
        [text('container', ''), text('shared_name', node), type('dtype', dtype), sizes(shape)],
        [],
        node,
      );
      graph.add(
        'AssignVariableOp',
        [type('dtype', dtype)],
        [node, placeholder(`${node}/new`, dtype, shape)],
        `${node}/assign`,
      );
      done(`${node}/assigned`, [`${node}/assign`]);
      graph.add('ReadVariableOp', [type('dtype', dtype)], [node], `${node}/read`);
      return { node, shape, dtype };
    },
    unpack: (node, dtype, count) => {
      const parted = graph.add(
        'Unpack',
        [whole('num', count), type('T', dtype), whole('axis', 0)],
        [node],
      );
      return Array.from({ length: count }, (_, i) => (i === 0 ? parted : `${parted}:${i}`));
    },
  };
}

/**
 * Replaces the values of variables in a session, in one call: for each set of them TensorFlow plans
 * a call anew.
 */
export function assignVariables(
  session: GraphSession,
  assigned: readonly (readonly [ProgramVariable, Values])[],
): void {
  const feeds = assigned.map(([{ node, shape, dtype }, values]) => ({
    node: `${node}/new`,
    shape,
    dtype,
    values,
  }));
  session.prepare(
    feeds,
    assigned.map(([{ node }]) => `${node}/assigned`),
  )();
}

/** The values of float32 variables in a session. */
export function readVariables(
  session: GraphSession,
  variables: readonly ProgramVariable[],
): readonly Float32Array[] {
  return session.run(
    [],
    variables.map(({ node }) => `${node}/read`),
  );
}
