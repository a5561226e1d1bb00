/** Returns a command that places the order over HTTP, for a POSIX shell. */
export function asCurlCommand(body: unknown, origin: string): string {
  return `curl -s ${origin}/orders -H 'content-type: application/json' -d ${quoted(body)}`;
}

/** Returns a command that places the order by a direct invocation, for a POSIX shell. */
export function asAwsCommand(body: unknown, origin: string): string {
  return [
    `aws lambda invoke --endpoint-url ${origin} --region us-east-1`,
    '--function-name order-creator --cli-binary-format raw-in-base64-out',
    `--payload ${quoted(body)} /dev/stdout`,
  ].join(' ');
}

function quoted(body: unknown): string {
  return `'${JSON.stringify(body).replaceAll("'", String.raw`'\''`)}'`;
}
