// Many run folders in, their records out, by an index beside them that spares reading each file. It is
// only ever a cache: where it is absent, out of date, damaged, foreign or cannot be written, the
// records are read as they stand.
import { accessSync, constants, lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { clearAbandoned, files } from '../ground/files.js';
import { sha256 } from '../ground/hash.js';
import { parseJson } from '../ground/json.js';
import { anyNumber, anything, anyText, fields, integer, listOf } from '../words/arguments.js';
import { checkJson } from '../words/json.js';
import { readRun, recordFile, type ReadRun } from './read.js';
import { recordKind, type RunRecord } from './record.js';

/** The file in a folder of runs that is the index of them. */
export const indexFile = '.dlx-index';

// Fewer are read as fast without.
const fewest = 256;

// To read so many bytes of an index takes as long as to read a run.
const bytesOfRun = 2048;

// What is hostile, and asks for many runs, ends here.
const largest = 64 * 2 ** 20;

// A file that is written again within the tick of a file system's clock may look as it did: the
// coarsest have two seconds.
const coarsest = 2000;

const title = 'dlx index of runs ';
const opening = `${title}1 `;

/** What a file was when it was read: its bytes, when it last changed (ms), and its inode. */
type Look = { readonly size: number; readonly changed: number; readonly inode: number };

/**
 * What is known of runs by their folders' names: each with the look of its file, and what its record
 * says in parts, which are not held against their declaration before they are asked for.
 */
type Known = Map<string, { readonly look: Look; readonly parts: readonly unknown[] }>;

/**
 * Reads runs as {@link readRun} does, in their order. Of a folder that holds many, those whose files are
 * as they were come from its index, which is written anew where it knows too few of them; what changed a
 * moment before `now` (ms) is not kept there. Never throws.
 */
export function readRuns(folders: readonly string[], now = Date.now()): readonly ReadRun[] {
  const places = new Map<string, string[]>();
  for (const folder of folders) {
    const place = dirname(folder);
    const those = places.get(place);
    if (those) those.push(folder);
    else places.set(place, [folder]);
  }
  const read = new Map<string, ReadRun>();
  for (const [place, those] of places) {
    const known = those.length < fewest ? null : knownIn(place, those.length);
    if (known) readPlace(place, those, { known, read, now });
    else for (const folder of those) read.set(folder, readRun(folder));
  }
  return folders.flatMap((folder) => read.get(folder) ?? []);
}

function readPlace(
  place: string,
  folders: readonly string[],
  {
    known,
    read,
    now,
  }: { readonly known: Known; readonly read: Map<string, ReadRun>; readonly now: number },
): void {
  const next: Known = new Map();
  let found = 0;
  for (const folder of folders) {
    const name = basename(folder);
    const look = lookOf(folder);
    const kept = known.get(name);
    const record = look && kept && isSame(kept.look, look) ? recordOf(kept.parts) : null;
    if (kept && record) {
      read.set(folder, { folder, record });
      next.set(name, kept);
      continue;
    }
    const run = readRun(folder);
    read.set(folder, run);
    if (!look || look.changed > now - coarsest) continue;
    if (!('record' in run) || !isSettled(run.record)) continue;
    next.set(name, { look, parts: partsOf(run.record) });
    found += 1;
  }
  const enough = fewest / 4 + next.size / 16;
  if (found > enough || known.size - (next.size - found) > enough) {
    keep(place, { next, known, enough: enough - found });
  }
}

function lookOf(folder: string): Look | null {
  try {
    const stat = lstatSync(join(folder, recordFile));
    return stat.isFile() ? { size: stat.size, changed: stat.ctimeMs, inode: stat.ino } : null;
  } catch {
    return null;
  }
}

function isSame(look: Look, { size, changed, inode }: Look): boolean {
  return look.size === size && look.changed === changed && look.inode === inode;
}

// What is under way changes, and how it stands depends on its process. What is no number in JSON
// would not come back.
function isSettled(record: RunRecord): boolean {
  return record.state !== 'running' && isPlain(record);
}

function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== 'object' || value === null) return value !== undefined;
  return Object.values(value).every(isPlain);
}

// Null where to read the index would take longer than to read so many runs. One that would do so for all
// that there are is of runs that are gone.
function knownIn(place: string, runs: number): Known | null {
  const path = join(place, indexFile);
  try {
    const stat = lstatSync(path);
    if (!isReadable(stat)) return new Map();
    if (stat.size <= runs * bytesOfRun) return unpacked(readFileSync(path));
    return stat.size <= readdirSync(place).length * bytesOfRun ? null : new Map();
  } catch {
    return new Map();
  }
}

// It tells of runs what their files may be closed to others for, and who reads it believes it: it is
// its owner's alone.
function isReadable(stat: Stats): boolean {
  return stat.isFile() && stat.size <= largest && (process.getuid?.() ?? stat.uid) === stat.uid;
}

// Runs that nobody asked for stay in it as long as they are there, and are written again only where
// there is `enough` else to say.
function keep(
  place: string,
  { next, known, enough }: { readonly next: Known; readonly known: Known; readonly enough: number },
): void {
  const path = join(place, indexFile);
  try {
    if (!isOurs(path)) return;
    // Where nothing can be written, nothing is packed.
    accessSync(place, constants.W_OK);
    const there = new Set(readdirSync(place));
    let gone = 0;
    for (const [name, kept] of known) {
      if (!there.has(name)) gone += 1;
      else if (!next.has(name)) next.set(name, kept);
    }
    if (gone <= enough) return;
    const bytes = packed(next);
    if (!bytes) return;
    clearAbandoned(path);
    files.writePrivate(path, bytes);
  } catch {
    // On a disk that is full or read-only they are read again the next time.
  }
}

// A file of somebody else's under that name is not replaced.
function isOurs(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return true;
  if (!isReadable(stat)) return false;
  return stat.size === 0 || readFileSync(path).subarray(0, title.length).toString() === title;
}

// Runs of one spec have most of what they say in common: each part is there once, and a run is the
// places of its own: of its keys, of its spec's, of the values of the one and of the other.
const packedKind = fields({
  parts: listOf(anything()).max(Infinity),
  runs: listOf(
    fields({
      name: anyText(),
      size: anyNumber(),
      changed: anyNumber(),
      inode: anyNumber(),
      places: listOf(integer({ min: 0 })),
    }),
  ).max(Infinity),
});

// Null where they have so little in common that the index would not be worth reading.
function packed(runs: Known): Buffer | null {
  const texts: string[] = [];
  const placeOf = placingIn(texts);
  const rows: string[] = [];
  let left = Math.min(runs.size * bytesOfRun, largest) - opening.length - endings;
  for (const [name, { look, parts }] of runs) {
    const before = texts.length;
    const row = JSON.stringify({ name, ...look, places: parts.map(placeOf) });
    rows.push(row);
    for (const text of [row, ...texts.slice(before)]) left -= Buffer.byteLength(text) + 1;
    if (left < 0) return null;
  }
  const content = Buffer.from(`{"parts":[${texts.join(',')}],"runs":[${rows.join(',')}]}\n`);
  return Buffer.concat([Buffer.from(`${opening}${sha256(content)}\n`), content]);
}

// Its hash, and what stands around its lists.
const endings = 128;

// Where a value stands among the texts, which gets what it lacks.
function placingIn(texts: string[]): (value: unknown) => number {
  const places = new Map<string, number>();
  const seen = new Map<unknown, number>();
  return (value) => {
    const before = seen.get(value);
    if (before !== undefined) return before;
    const text = JSON.stringify(value);
    const place = places.get(text) ?? texts.push(text) - 1;
    places.set(text, place);
    seen.set(value, place);
    return place;
  };
}

function unpacked(bytes: Buffer): Known {
  const known: Known = new Map();
  const end = bytes.indexOf('\n') + 1;
  const content = bytes.subarray(end);
  if (bytes.subarray(0, end).toString() !== `${opening}${sha256(content)}\n`) return known;
  const checked = checkJson(packedKind, parseJson(content.toString()));
  if (!('value' in checked)) return known;
  const { parts, runs } = checked.value;
  for (const { name, places, ...look } of runs) {
    known.set(name, { look, parts: places.map((place) => parts[place] ?? null) });
  }
  return known;
}

function partsOf(record: RunRecord): readonly unknown[] {
  const { spec, ...rest } = record;
  const keys = [Object.keys(record), Object.keys(spec)];
  return [...keys, ...Object.values(rest), ...Object.values(spec)];
}

// Held against its declaration: another dlx may have written it.
function recordOf([ownKeys, specKeys, ...values]: readonly unknown[]): RunRecord | null {
  if (!isTexts(ownKeys) || !isTexts(specKeys)) return null;
  const others = ownKeys.length - 1;
  const spec = specKeys.map((key, i) => [key, values[others + i]] as const);
  let at = 0;
  const record = Object.fromEntries(
    ownKeys.map((key) => [key, key === 'spec' ? Object.fromEntries(spec) : values[at++]]),
  );
  const checked = checkJson(recordKind, record);
  return 'value' in checked && checked.value.state !== 'running' ? checked.value : null;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
