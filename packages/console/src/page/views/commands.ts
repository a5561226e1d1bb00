/**
 * Returns a command that places the order over HTTP, for a POSIX shell.
 *
 * @param withToken whether it sends the token in `$TOKEN`.
 */
export function asCurlCommand(body: unknown, origin: string, withToken: boolean): string {
  const token = withToken ? ' -H "authorization: Bearer $TOKEN"' : '';
  const json = quoted(JSON.stringify(body));
  return `curl -s ${origin}/orders${token} -H 'content-type: application/json' -d ${json}`;
}

/** Returns a command that places the order by a direct invocation, for a POSIX shell. */
export function asAwsCommand(body: unknown, origin: string): string {
  return [
    `aws lambda invoke --endpoint-url ${origin} --region us-east-1`,
    '--function-name order-creator --cli-binary-format raw-in-base64-out',
    `--payload ${quoted(JSON.stringify(body))} /dev/stdout`,
  ].join(' ');
}

/** Returns the command that prints a token of the local platform, for a POSIX shell. */
export function asTokenCommand(subject: string, groups: readonly string[]): string {
  const words = ['--subject', subject, ...(groups.length > 0 ? ['--group', ...groups] : [])];
  const plain = /^[\w@.:-]+$/;
  const safe = words.map((word) => (plain.test(word) ? word : quoted(word)));
  return `npm run --silent token -- ${safe.join(' ')}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
