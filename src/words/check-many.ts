// Values of which one stands for several: in goes one, or a list, out comes a list with one for each
// place.
import type { Form, Kind } from './kinds.js';
import type { Written } from './written.js';

type ManyForm = Form & { readonly form: 'oneOrList' | 'sizes' | 'edges' };

/**
 * The parts, each as `read` gives it, or undefined where one of them is not as declared or there are
 * too few or too many: that is told of with the whole.
 */
export function manyValue<P>(
  form: ManyForm,
  written: Written<P>,
  read: (kind: Kind, part: Written<P>) => unknown,
): readonly unknown[] | undefined {
  const each = (kind: Kind, items: readonly Written<P>[]): readonly unknown[] | undefined => {
    const values = items.map((item) => read(kind, item));
    return values.includes(undefined) ? undefined : values;
  };
  const copies = (count: number): readonly Written<P>[] =>
    Array.from({ length: count }, () => written);
  switch (form.form) {
    case 'oneOrList':
      if (written.kind !== 'list') return each(form.item, [written]);
      return written.items.length > 0 ? each(form.item, written.items) : undefined;
    case 'sizes':
      if (written.kind !== 'list') return each(form.size, copies(form.axes));
      return written.items.length === form.axes ? each(form.size, written.items) : undefined;
    case 'edges': {
      const isOneAxis = form.axes === 1 || written.kind !== 'list';
      if (!isOneAxis && written.items.length !== form.axes) return undefined;
      const axes = isOneAxis ? copies(form.axes) : written.items;
      const pair: ManyForm = { form: 'sizes', axes: 2, size: form.size };
      const values = axes.map((axis) => manyValue(pair, axis, read));
      return values.includes(undefined) ? undefined : values;
    }
  }
}
