// One file over HTTP: an address and a path come in, a file of at most so many bytes is written
// there.
import { open } from 'node:fs/promises';
import { messageOf } from '../../ground/errors.js';

/** When to give up on a server. */
export type Patience = {
  /** Milliseconds until the first byte of the answer. */
  readonly connect: number;
  /** Milliseconds without a byte. */
  readonly idle: number;
};

/** What to fetch, where to, and within which bounds. */
export type Download = {
  readonly url: string;
  readonly path: string;
  readonly maximumBytes: number;
  readonly patience: Patience;
  /** Told the number of bytes so far. */
  readonly progress: (bytes: number) => void;
};

/**
 * Fetches a file; redirects are followed. What came is not checked against anything: the caller
 * does that. Throws an Error with a few words (`no answer for 10 s`, `HTTP 404`) when it cannot be
 * had; the path may then hold a part.
 */
export async function fetchFile({
  url,
  path,
  maximumBytes,
  patience,
  progress,
}: Download): Promise<void> {
  const stop = new AbortController();
  const guard = watch(stop);
  try {
    guard.allow(patience.connect, 'no answer');
    const response = await fetch(url, { signal: stop.signal });
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
    const file = await open(path, 'w');
    try {
      let bytes = 0;
      guard.allow(patience.idle, 'no data');
      for await (const chunk of response.body) {
        guard.allow(patience.idle, 'no data');
        bytes += chunk.length;
        if (bytes > maximumBytes) throw new Error(`more than the ${maximumBytes} bytes expected`);
        await file.writeFile(chunk);
        progress(bytes);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new Error(guard.reason() ?? inWords(error), { cause: error });
  } finally {
    guard.end();
    stop.abort();
  }
}

// Aborts when the last `allow` is not followed by another in its time.
function watch(stop: AbortController): {
  allow: (milliseconds: number, otherwise: string) => void;
  reason: () => string | undefined;
  end: () => void;
} {
  let timer: NodeJS.Timeout | undefined;
  let reason: string | undefined;
  const end = (): void => clearTimeout(timer);
  const allow = (milliseconds: number, otherwise: string): void => {
    end();
    timer = setTimeout(() => {
      reason = `${otherwise} for ${milliseconds / 1000} s`;
      stop.abort();
    }, milliseconds);
  };
  return { allow, reason: () => reason, end };
}

// fetch hides what happened in the cause: "fetch failed", "terminated".
function inWords(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
  if (messageOf(error) === 'terminated') return 'the connection was cut';
  return cause?.message || (cause && 'code' in cause ? String(cause.code) : messageOf(error));
}
