// Whether somebody else is using the processor: readings of /proc in, cores in use out.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** More than this many cores in use by others, and times mean little. */
export const mostBusyCores = 0.15;

/** Ticks since the start of the machine, over all its cores. */
export type CpuTimes = { readonly idle: number; readonly total: number };

/** Ticks that a process has used, by its number. */
export type ProcessTimes = ReadonlyMap<number, { readonly name: string; readonly ticks: number }>;

/** What others use, in cores, and the process that uses most of it, if one stands out. */
export type Load = {
  readonly cores: number;
  readonly busiest: { readonly name: string; readonly pid: number; readonly cores: number } | null;
};

/** The first line of /proc/stat. Time stolen by other machines on the same host counts as used. */
export function parseCpuTimes(text: string): CpuTimes | null {
  const fields = /^cpu +(.+)$/m.exec(text)?.[1]?.split(' ').map(Number);
  if (!fields || fields.length < 4) return null;
  const [, , , idle = 0, waiting = 0] = fields;
  // Guests are counted in the first two already.
  return { idle: idle + waiting, total: fields.slice(0, 8).reduce((sum, ticks) => sum + ticks, 0) };
}

/** Name and ticks of /proc/PID/stat; the name stands in parentheses and may hold anything. */
export function parseProcessTimes(
  text: string,
): { readonly name: string; readonly ticks: number } | null {
  const [, name, rest] = /^\d+ \((.*)\) (.*)/s.exec(text) ?? [];
  const fields = rest?.split(' ').map(Number);
  return name === undefined || !fields
    ? null
    : { name, ticks: (fields[11] ?? 0) + (fields[12] ?? 0) };
}

type Reading = { readonly times: CpuTimes; readonly processes: ProcessTimes };

/** What was in use between two readings on so many cores. */
export function loadBetween(before: Reading, after: Reading, cores: number): Load {
  const ticks = after.times.total - before.times.total;
  const inCores = (used: number): number => (ticks > 0 ? (cores * used) / ticks : 0);
  const used = [...after.processes].map(([pid, { name, ticks: now }]) => ({
    pid,
    name,
    cores: inCores(now - (before.processes.get(pid)?.ticks ?? 0)),
  }));
  const [busiest = null] = used.sort((a, b) => b.cores - a.cores);
  return {
    cores: inCores(ticks - (after.times.idle - before.times.idle)),
    busiest: busiest && busiest.cores >= 0.05 ? busiest : null,
  };
}

/** The sentence for a machine that is too busy, or null. */
export function busySentence({ cores, busiest }: Load): string | null {
  if (cores <= mostBusyCores) return null;
  const who = busiest
    ? `, most of it ${busiest.name} (process ${busiest.pid}) with ${busiest.cores.toFixed(2)}`
    : '';
  return `the machine is busy: ${cores.toFixed(2)} cores are in use${who}, and at most ${mostBusyCores} may be; end what runs, or pass --anyway to measure all the same and mark the results`;
}

/** Watches the machine for some seconds; null where there is no /proc/stat. */
export async function readLoad(cores: number, seconds = 2): Promise<Load | null> {
  const before = readNow();
  if (!before) return null;
  await setTimeout(1000 * seconds);
  const after = readNow();
  return after && loadBetween(before, after, cores);
}

function readNow(): Reading | null {
  const times = parseCpuTimes(readText('/proc/stat'));
  if (!times) return null;
  const numbers = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid);
  const processes = numbers.flatMap((pid) => {
    const found = parseProcessTimes(readText(`/proc/${pid}/stat`));
    return found ? [[pid, found] as const] : [];
  });
  return { times, processes: new Map(processes) };
}

// A process may end while it is looked at.
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
