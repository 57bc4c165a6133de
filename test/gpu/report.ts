// The report of `npm run test:gpu`: what each part came to in, one document, a few lines for people
// and an exit code out. Pure, but for the clock of a part.

/** How a part went. */
export type PartReport = {
  readonly name: string;
  readonly title: string;
  /** `failed`: it ended in an error, or found what must not be; `left out`: it was not begun. */
  readonly state: 'passed' | 'failed' | 'left out';
  /** What it ran on; null where it was not begun. */
  readonly device: Device | null;
  readonly seconds: number;
  /** Why it was left out, or what ended it; null where it came to its end. */
  readonly error: string | null;
  /** What must not be, a sentence each. */
  readonly failures: readonly string[];
  /** What was measured, as the part's own file says. */
  readonly result: unknown;
};

export type Device = 'cpu' | 'gpu';

/** What a part found. */
export type Found = { readonly failures: readonly string[]; readonly result: unknown };

/** What there is to know of the machine before any part. */
export type Machine = {
  /** The card that steps run on, or null. */
  readonly gpu: string | null;
  /** What nvidia-smi said instead of naming a card; null where it names one. */
  readonly no_gpu: string | null;
  readonly cpu: string | null;
  readonly cores: number;
  readonly node: string;
  readonly dlx: string;
};

export type Report = {
  readonly format: 1;
  readonly date: string;
  readonly seconds: number;
  readonly budget_seconds: number;
  readonly machine: Machine;
  /** `no gpu`: all that ran passed, but on the CPU, which proves nothing of a GPU. */
  readonly verdict: 'passed' | 'failed' | 'no gpu';
  readonly parts: readonly PartReport[];
};

/** Exit codes; 77 is what test harnesses take for "skipped". */
export const exitCodeOf: Readonly<Record<Report['verdict'], number>> = {
  passed: 0,
  failed: 1,
  'no gpu': 77,
};

/** The report of parts that are done. A part that was left out proves nothing, and fails nothing. */
export function reportOf(
  machine: Machine,
  parts: readonly PartReport[],
  time: Pick<Report, 'date' | 'seconds' | 'budget_seconds'>,
): Report {
  return { format: 1, ...time, machine, verdict: verdictOf(machine, parts), parts };
}

function verdictOf({ gpu }: Machine, parts: readonly PartReport[]): Report['verdict'] {
  if (parts.some(({ state }) => state === 'failed')) return 'failed';
  if (!parts.some(({ state }) => state === 'passed')) return 'failed';
  return gpu === null ? 'no gpu' : 'passed';
}

/** One line for a part, and what is wrong below it. */
export function lineOf(part: PartReport): string {
  const { title, state, device, seconds, error, failures } = part;
  const wrong = [...(error === null ? [] : [error]), ...failures];
  return [
    `${state.padEnd(8)}  ${(device?.toUpperCase() ?? '').padEnd(3)}  ${seconds.toFixed(1).padStart(6)} s  ${title}`,
    ...wrong.map((text) => `${' '.repeat(25)}${text}`),
  ].join('\n');
}

/** What it all comes to. */
export function renderSum({ machine, verdict, parts, seconds }: Report): string {
  return sumOf(machine, verdict, parts, seconds).join('\n');
}

function sumOf(
  { gpu, no_gpu }: Machine,
  verdict: Report['verdict'],
  parts: readonly PartReport[],
  seconds: number,
): readonly string[] {
  const took = `in ${seconds.toFixed(0)} seconds`;
  const ran = parts.filter(({ state }) => state !== 'left out');
  const failed = ran.filter(({ state }) => state === 'failed').length;
  const result = `${ran.length - failed} of ${ran.length} parts passed ${took}`;
  if (gpu !== null) return [`${gpu}: ${result}`];
  const onCpu = ran.filter(({ device }) => device === 'cpu').map(({ name }) => name);
  return [
    `There is no GPU${no_gpu === null ? '' : ` (${no_gpu})`}: nothing here is proven on one.`,
    `On the CPU ${result}${verdict === 'failed' ? '' : ', which proves this script alone'}: ${onCpu.join(', ')}`,
  ];
}

/** Runs a part, whatever becomes of it. */
export async function runPart(
  { name, title, device }: Pick<PartReport, 'name' | 'title' | 'device'>,
  work: () => Promise<Found>,
): Promise<PartReport> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  try {
    const { failures, result } = await work();
    const state = failures.length === 0 ? 'passed' : 'failed';
    return { name, title, device, state, seconds: seconds(), error: null, failures, result };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const came = { seconds: seconds(), error: message, failures: [], result: null };
    return { name, title, device, state: 'failed', ...came };
  }
}

/** A part that was not begun, and why. */
export function leftOut(
  { name, title }: Pick<PartReport, 'name' | 'title'>,
  why: string,
): PartReport {
  const nothing = { device: null, seconds: 0, failures: [], result: null };
  return { name, title, state: 'left out', ...nothing, error: why };
}
