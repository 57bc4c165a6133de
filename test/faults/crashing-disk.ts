// A disk that can lose power: every call goes through to a real folder and is written down, and
// from what is written down come the states that a crash at any moment may leave. What was flushed
// is there; of the rest any part may be.
import { constants, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { realFileSystem, type FileSystem } from '../../src/ground/files.js';

type Operation =
  | { readonly kind: 'open'; readonly path: string; readonly cut: boolean }
  | {
      readonly kind: 'write';
      readonly path: string;
      readonly bytes: Buffer;
      readonly position: number;
    }
  | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
  | { readonly kind: 'flush'; readonly path: string }
  | { readonly kind: 'rename' | 'link'; readonly from: string; readonly to: string }
  | { readonly kind: 'remove' | 'folder'; readonly path: string };

/** What was done to a folder, in order; paths are relative to it. */
export type Log = readonly Operation[];

/** A file system that writes down what is done under `root`. */
export function recordingDisk(root: string): {
  readonly system: FileSystem;
  readonly log: Operation[];
} {
  const log: Operation[] = [];
  const paths = new Map<number, string>();
  const inside = (path: string): string => relative(root, path);
  const of = (file: number): string => paths.get(file) ?? '';
  const system: FileSystem = {
    open: (path, flags) => {
      const file = realFileSystem.open(path, flags);
      paths.set(file, inside(path));
      if (flags & constants.O_CREAT) {
        log.push({ kind: 'open', path: inside(path), cut: (flags & constants.O_TRUNC) !== 0 });
      }
      return file;
    },
    write: (file, bytes, offset, position) => {
      const count = realFileSystem.write(file, bytes, offset, position);
      log.push({
        kind: 'write',
        path: of(file),
        bytes: Buffer.from(bytes.subarray(offset, offset + count)),
        position,
      });
      return count;
    },
    sizeOf: realFileSystem.sizeOf,
    truncate: (file, size) => {
      realFileSystem.truncate(file, size);
      log.push({ kind: 'truncate', path: of(file), size });
    },
    flush: (file) => void log.push({ kind: 'flush', path: of(file) }),
    close: realFileSystem.close,
    rename: (from, to) => {
      realFileSystem.rename(from, to);
      log.push({ kind: 'rename', from: inside(from), to: inside(to) });
    },
    link: (from, to) => {
      realFileSystem.link(from, to);
      log.push({ kind: 'link', from: inside(from), to: inside(to) });
    },
    remove: (path) => {
      realFileSystem.remove(path);
      log.push({ kind: 'remove', path: inside(path) });
    },
    makeFolder: (path) => {
      realFileSystem.makeFolder(path);
      log.push({ kind: 'folder', path: inside(path) });
    },
    // After a failure alone, and on this disk nothing fails.
    removeFolder: realFileSystem.removeFolder,
    removeEmptyFolder: (path) => {
      realFileSystem.removeEmptyFolder(path);
      log.push({ kind: 'remove', path: inside(path) });
    },
  };
  return { system, log };
}

type FileNode = { readonly kind: 'file'; live: Buffer; durable: Buffer };
type FolderNode = {
  readonly kind: 'folder';
  readonly live: Map<string, Node>;
  durable: Map<string, Node>;
  pending: ((entries: Map<string, Node>) => void)[];
};
type Node = FileNode | FolderNode;

/** Files by path as a crash may leave them. */
export type CrashState = ReadonlyMap<string, Buffer>;

/**
 * The states that a crash after the first `count` operations may leave, with so many places where
 * what is new is torn.
 */
export function crashStates(log: Log, count: number, places: number): readonly CrashState[] {
  const root = newFolder();
  for (const operation of log.slice(0, count)) apply(root, operation);
  return distinct(spoils(places).flatMap((spoil) => variants(root, spoil)));
}

/** Makes the files of a state under a folder. */
export function materialise(state: CrashState, folder: string): void {
  for (const [path, bytes] of state) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

function newFolder(): FolderNode {
  return { kind: 'folder', live: new Map(), durable: new Map(), pending: [] };
}

function folderAt(root: FolderNode, path: string): FolderNode {
  if (path === '' || path === '.') return root;
  const found = path
    .split(sep)
    .reduce<Node | undefined>(
      (node, name) => (node?.kind === 'folder' ? node.live.get(name) : undefined),
      root,
    );
  if (found?.kind !== 'folder') throw new Error(`no folder ${path}`);
  return found;
}

function apply(root: FolderNode, operation: Operation): void {
  const parentOf = (path: string): FolderNode => folderAt(root, dirname(path));
  const nameOf = (path: string): string => path.split(sep).at(-1) ?? '';
  const fileAt = (path: string): FileNode => parentOf(path).live.get(nameOf(path)) as FileNode;
  const change = (folder: FolderNode, entry: (entries: Map<string, Node>) => void): void => {
    entry(folder.live);
    folder.pending.push(entry);
  };
  switch (operation.kind) {
    case 'open': {
      const { path, cut } = operation;
      const known = parentOf(path).live.get(nameOf(path));
      if (known?.kind === 'file' && cut) known.live = Buffer.alloc(0);
      if (known) return;
      const made: FileNode = { kind: 'file', live: Buffer.alloc(0), durable: Buffer.alloc(0) };
      return change(parentOf(path), (entries) => void entries.set(nameOf(path), made));
    }
    case 'write': {
      const file = fileAt(operation.path);
      const whole = Buffer.alloc(
        Math.max(file.live.length, operation.position + operation.bytes.length),
      );
      file.live.copy(whole);
      operation.bytes.copy(whole, operation.position);
      file.live = whole;
      return;
    }
    case 'truncate': {
      const file = fileAt(operation.path);
      file.live = file.live.subarray(0, operation.size);
      return;
    }
    case 'flush':
      return flush(root, operation.path);
    case 'rename': {
      const { from, to } = operation;
      const moved = parentOf(from).live.get(nameOf(from)) as Node;
      return change(parentOf(from), (entries) => {
        entries.delete(nameOf(from));
        entries.set(nameOf(to), moved);
      });
    }
    case 'link': {
      const linked = fileAt(operation.from);
      return change(
        parentOf(operation.to),
        (entries) => void entries.set(nameOf(operation.to), linked),
      );
    }
    case 'remove':
      if (!parentOf(operation.path).live.has(nameOf(operation.path))) return;
      return change(
        parentOf(operation.path),
        (entries) => void entries.delete(nameOf(operation.path)),
      );
    case 'folder': {
      const made = newFolder();
      return change(
        parentOf(operation.path),
        (entries) => void entries.set(nameOf(operation.path), made),
      );
    }
  }
}

function flush(root: FolderNode, path: string): void {
  const name = path.split(sep).at(-1) ?? '';
  const node = path === '' ? root : folderAt(root, dirname(path)).live.get(name);
  if (node?.kind === 'file') node.durable = node.live;
  else if (node) {
    node.durable = new Map(node.live);
    node.pending = [];
  }
}

// Every choice of entries that were not flushed; contents that were not are all in one way other
// than they should be.
function variants(folder: FolderNode, spoil: Spoil, path = ''): readonly CrashState[] {
  const states = subsets(folder.pending.length).flatMap((chosen) => {
    const entries = new Map(folder.durable);
    folder.pending.forEach((entry, i) => chosen.has(i) && entry(entries));
    return [...entries].reduce<readonly CrashState[]>(
      (before, [name, node]) => {
        const inner =
          node.kind === 'folder'
            ? variants(node, spoil, join(path, name))
            : [
                new Map([
                  [join(path, name), node.live.equals(node.durable) ? node.live : spoil(node)],
                ]),
              ];
        return before.flatMap((state) => inner.map((more) => new Map([...state, ...more])));
      },
      [new Map()],
    );
  });
  return states;
}

// All of them where there are few, else some of those in which the operations took place in order.
function subsets(count: number): readonly ReadonlySet<number>[] {
  if (count > 6) {
    return [0, 1, count >> 1, count - 1, count].map(
      (taken) => new Set(Array.from({ length: taken }, (__, i) => i)),
    );
  }
  return Array.from(
    { length: 2 ** count },
    (_, bits) =>
      new Set(Array.from({ length: count }, (__, i) => i).filter((i) => bits & (1 << i))),
  );
}

type Spoil = (file: FileNode) => Buffer;

// Of what is new: nothing; all; cut off at some place; nothing but zeros from some place on; a bit
// wrong at some place. What was flushed and is not written again stays.
function spoils(places: number): readonly Spoil[] {
  const shares = Array.from({ length: places }, (_, i) => i / places);
  const at = (file: FileNode, share: number): number =>
    stays(file) + Math.floor((file.live.length - stays(file)) * share);
  return [
    ({ durable }) => durable,
    ({ live }) => live,
    (file) =>
      file.live.subarray(0, Math.max(stays(file), 4096 * Math.floor(file.live.length / 8192))),
    ...shares.map(
      (share): Spoil =>
        (file) =>
          file.live.subarray(0, at(file, share)),
    ),
    ...shares.map(
      (share): Spoil =>
        (file) =>
          Buffer.from(file.live).fill(0, at(file, share)),
    ),
    ...shares.map((share): Spoil => (file) => {
      const garbled = Buffer.from(file.live);
      garbled[at(file, share)] = (garbled[at(file, share)] ?? 0) ^ 0x40;
      return garbled;
    }),
  ];
}

function stays({ live, durable }: FileNode): number {
  const differing = live.findIndex((byte, i) => byte !== durable[i]);
  return differing < 0 ? live.length : differing;
}

function distinct(states: readonly CrashState[]): readonly CrashState[] {
  return [...new Map(states.map((state) => [keyOf(state), state])).values()];
}

/** A text that tells states apart. */
export function keyOf(state: CrashState): string {
  return [...state]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, bytes]) => `${path}:${bytes.toString('base64')}`)
    .join('\n');
}
