// data.json read back: its text in, facts of data out. The file may be foreign, old or torn.
import { failure } from '../ground/errors.js';
import { parseJson } from '../ground/json.js';
import { checkJson } from '../words/json.js';
import { isMapping } from '../words/written.js';
import { factsFormat, factsKind, type DataFacts } from './facts.js';

/**
 * The facts in the text of a data.json. Throws a UserError that names `file` where it holds
 * something else.
 */
export function parseFacts(text: string, file: string): DataFacts {
  const value = parseJson(text);
  if (value === undefined) throw failure(`${file} is damaged: it is not JSON`);
  const format = isMapping(value) ? value['format'] : undefined;
  if (typeof format === 'number' && format !== factsFormat) {
    throw failure(
      `${file} is of format ${format}, and this dlx reads format ${factsFormat}; it may come from another version`,
    );
  }
  const checked = checkJson(factsKind, value);
  if ('message' in checked) throw failure(`${file} is damaged: it ${checked.message}`);
  return checked.value;
}
