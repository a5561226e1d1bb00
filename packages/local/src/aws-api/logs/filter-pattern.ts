import { AwsApiError } from '../aws-api-error.js';

/** A term: a quoted phrase, or a word of letters, digits and underscores. */
const TERM = /(?:"((?:[^"\\]|\\.)*)"|(\w+))(?= |$) */y;

/**
 * Compiles a filter pattern of CloudWatch Logs as far as it consists of terms, all of which a line
 * must have: `"a phrase" word`. The empty pattern matches every line.
 *
 * @throws {AwsApiError} `InvalidParameterException` for any other pattern, which would silently
 * match nothing, or everything.
 */
export function compileFilterPattern(pattern: string): (line: string) => boolean {
  const terms = termsOf(pattern.trim());
  return (line) => terms.every((term) => line.includes(term));
}

function termsOf(pattern: string): string[] {
  const terms: string[] = [];
  for (let at = 0; at < pattern.length;) {
    TERM.lastIndex = at;
    const match = TERM.exec(pattern);
    if (match === null) {
      throw new AwsApiError(
        'InvalidParameterException',
        `The filter pattern ${pattern} is not known here: only words and "quoted phrases" are.`,
      );
    }
    terms.push(match[2] ?? (match[1] ?? '').replaceAll(/\\(.)/g, '$1'));
    at = TERM.lastIndex;
  }
  return terms;
}
