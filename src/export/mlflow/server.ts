// An MLflow server as its REST API is asked: a path and a body in, its answer out. What goes wrong is
// told as the user can mend it; a password is never shown.
import { failure, misuse, messageOf } from '../../ground/errors.js';
import { parseJson } from '../../ground/json.js';
import { isMapping } from '../../words/written.js';

/** What is asked of a server. */
export type Server = {
  /** Where it is, as it may be shown. */
  readonly uri: string;
  readonly get: (path: string, query: Readonly<Record<string, string>>) => Promise<Reply>;
  readonly post: (path: string, body: object) => Promise<Reply>;
};

/** What it said: an answer, or MLflow's own word for what is wrong, and its sentence. */
export type Reply =
  | { readonly answer: Readonly<Record<string, unknown>> }
  | { readonly code: string; readonly message: string };

type Environment = Readonly<Record<string, string | undefined>>;

const longestMilliseconds = 60_000;

/**
 * The server at a URI, asked with the login that MLflow's own variables name:
 * MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN; once `stop` is aborted
 * nothing is waited for any more. Throws a misuse where that is no address of a server. What it is asked throws a failure where the server cannot be
 * reached, wants a login, or is no MLflow.
 */
export function serverAt(uri: string, environment: Environment, stop?: AbortSignal): Server {
  const url = addressOf(uri);
  const login = loginOf(url, environment);
  url.username = '';
  url.password = '';
  const shown = url.href.replace(/\/+$/, '');
  const ask = async (path: string, init: RequestInit): Promise<Reply> => {
    const place = `${shown}/api/2.0/mlflow/${path}`;
    const headers = { 'content-type': 'application/json', ...login };
    const late = AbortSignal.timeout(longestMilliseconds);
    const signal = stop ? AbortSignal.any([late, stop]) : late;
    let response: Response;
    let text: string;
    try {
      response = await fetch(place, { ...init, headers, signal });
      text = await response.text();
    } catch (error) {
      throw failure(
        `cannot reach an MLflow server at ${shown}: ${causeOf(error)}; start one, as by \`mlflow server\`, or name another with --tracking-uri`,
        'machine',
        { action: 'retry' },
      );
    }
    return replyOf(shown, response.status, text);
  };
  return {
    uri: shown,
    get: (path, query) =>
      ask(`${path}?${new URLSearchParams(query).toString()}`, { method: 'GET' }),
    post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
  };
}

function addressOf(uri: string): URL {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw misuse(
    `the tracking URI ${JSON.stringify(uri)} is no address of a server: dlx logs to MLflow's server alone, never into its files; start one, as by \`mlflow server\`, and give --tracking-uri http://127.0.0.1:5000`,
  );
}

function loginOf(url: URL, environment: Environment): Readonly<Record<string, string>> {
  const user = decodeURIComponent(url.username) || (environment['MLFLOW_TRACKING_USERNAME'] ?? '');
  const word = decodeURIComponent(url.password) || (environment['MLFLOW_TRACKING_PASSWORD'] ?? '');
  const token = environment['MLFLOW_TRACKING_TOKEN'] ?? '';
  if (user !== '' && word !== '') {
    const basic = Buffer.from(`${user}:${word}`).toString('base64');
    return { authorization: `Basic ${basic}` };
  }
  return token === '' ? {} : { authorization: `Bearer ${token}` };
}

// `fetch` has but "fetch failed" to say itself.
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = isMapping(cause) || cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  if (cause instanceof Error && cause.message !== '') return cause.message;
  return typeof code === 'string' ? code : messageOf(error);
}

function replyOf(shown: string, status: number, text: string): Reply {
  const body = parseJson(text === '' ? '{}' : text);
  if (status === 401 || status === 403) {
    throw failure(
      `the MLflow server at ${shown} ${status === 401 ? 'wants a login' : 'does not let this login do that'} (${status}): set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN`,
      'machine',
    );
  }
  if (isMapping(body)) {
    const { error_code: code, message } = body;
    if (typeof code === 'string') return { code, message: String(message).slice(0, 500) };
    if (status === 200) return { answer: body };
  }
  throw failure(
    `${shown} answered ${status}, and not as an MLflow server does: look at --tracking-uri`,
    'machine',
  );
}
