// A server in this process that answers as a test says, and keeps what it was asked.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was asked. */
export type Question = {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
};

/** An answer: a status, and its text; null keeps who asks waiting. */
export type Said = readonly [status: number, text: string] | null;

/** Has `answer` answer at an address for as long as `work` takes; gives what was asked. */
export async function answering(
  answer: (question: Question) => Said,
  work: (uri: string) => Promise<void>,
): Promise<readonly Question[]> {
  const asked: Question[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const question: Question = {
        path: request.url ?? '',
        authorization: request.headers.authorization,
        body: text === '' ? null : JSON.parse(text),
      };
      asked.push(question);
      const said = answer(question);
      if (said) response.writeHead(said[0]).end(said[1]);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  return asked;
}
