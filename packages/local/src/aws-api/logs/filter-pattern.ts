import { AwsApiError } from '../aws-api-error.js';

/** A term: a quoted phrase, or a word of letters, digits and underscores. */
const TERM = /(?:"((?:[^"\\]|\\.)*)"|(\w+))(?= |$) */y;

/**
 * Compiles a filter pattern of CloudWatch Logs that consists of terms, such as `"a phrase" word`. A
 * line must contain all terms. The empty pattern matches every line.
 *
 * @throws {AwsApiError} `InvalidParameterException` for any other pattern. Ignoring it would match
 * the wrong lines.
 */
export function compileFilterPattern(pattern: string): (line: string) => boolean {
  const terms = termsOf(pattern.trim());
  return (line) => terms.every((term) => line.includes(term));
}

function termsOf(pattern: string): string[] {
  const terms: string[] = [];
  for (let position = 0; position < pattern.length;) {
    TERM.lastIndex = position;
    const match = TERM.exec(pattern);
    if (match === null) {
      throw new AwsApiError(
        'InvalidParameterException',
        `Unsupported filter pattern ${pattern}. Only words and "quoted phrases" are supported.`,
      );
    }
    terms.push(match[2] ?? (match[1] ?? '').replaceAll(/\\(.)/g, '$1'));
    position = TERM.lastIndex;
  }
  return terms;
}
