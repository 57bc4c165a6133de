// Processes as other processes can know them, on this system or another that shares its files: where
// one runs, when it was started; and the mark of one in the names of what it has under way.
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { sha256 } from './hash.js';
import { isAlive } from './process.js';

/** Where the number of a process means something. */
export type System = {
  readonly host: string;
  /** The system's start: numbers of processes before it mean nothing. */
  readonly boot: string;
  /** A container has numbers of its own. */
  readonly namespace: string;
};

let own: System | null = null;

/** Where this process runs. */
export function ownSystem(): System {
  own ??= {
    host: hostname(),
    boot: readKernel('/proc/sys/kernel/random/boot_id'),
    namespace: readNamespace(),
  };
  return own;
}

function readKernel(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}

function readNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return 'unknown';
  }
}

/**
 * When a process started, in the kernel's ticks since boot (proc(5), stat, field 22); null where
 * there is none. Without /proc all that can be known is whether there is a process of this number.
 */
export function startOf(id: number): string | null {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? null : (rest[18] ?? null);
  } catch {
    return process.platform !== 'linux' && isAlive(id) ? '' : null;
  }
}

/** The form of a mark. */
export const markForm = /[0-9a-f]{26}/;

// Where it runs and its number; when it was started, so that the number means this process also
// after the system was; what no other mark of it has.
const parts = /^(?<place>[0-9a-f]{6})(?<id>[0-9a-f]{8})(?<start>[0-9a-f]{4})[0-9a-f]{8}$/;

/** A new mark of this process, hexadecimal. */
export function ownMark(): string {
  const system = ownSystem();
  const id = process.pid.toString(16).padStart(8, '0');
  const start = startMark(system, startOf(process.pid));
  return `${placeMark(system)}${id}${start}${randomBytes(4).toString('hex')}`;
}

/** Whether the process of a mark lives; null where that cannot be known here. */
export function livesBy(mark: string): boolean | null {
  const { place, id = '', start } = parts.exec(mark)?.groups ?? {};
  const system = ownSystem();
  if (place !== placeMark(system)) return null;
  const begun = startOf(Number.parseInt(id, 16));
  return begun !== null && startMark(system, begun) === start;
}

function placeMark({ host, namespace }: System): string {
  return sha256(JSON.stringify([host, namespace])).slice(0, 6);
}

function startMark({ boot }: System, start: string | null): string {
  return sha256(JSON.stringify([boot, start])).slice(0, 4);
}
