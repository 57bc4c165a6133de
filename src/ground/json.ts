// JSON of files and programs, which may be torn or somebody else's: text in, a value out.

/** What a JSON text says, or undefined where it is none. */
export function parseJson(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return undefined;
  }
}
