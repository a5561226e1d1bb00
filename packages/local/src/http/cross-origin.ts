/** The loopback names of this machine. Any port is valid: a tunnel or a proxy may change it. */
const OWN_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/**
 * Returns why a request is refused, or `undefined` for an allowed request. Many routes need no token,
 * so no page of another origin may call them, even if the browser would hide the response:
 *
 * - `Host` must be a name of this machine. Otherwise a page whose host name resolves to this machine
 *   (DNS rebinding) would have the same origin.
 * - `Origin`, which browsers send and programs do not, must be the platform's own or an allowed one.
 */
export function checkOrigin(
  {
    host = '',
    origin,
  }: { readonly host?: string | undefined; readonly origin?: string | undefined },
  allowedOrigins: readonly string[],
): string | undefined {
  if (!OWN_HOST.test(host)) {
    return 'The host must be a name of this machine: localhost, 127.0.0.1 or [::1].';
  }
  if (origin === undefined || origin === `http://${host.toLowerCase()}`) return undefined;
  if (allowedOrigins.includes(origin)) return undefined;
  return 'Pages of this origin may not call. Start the platform with --cors-origin and the origin.';
}
