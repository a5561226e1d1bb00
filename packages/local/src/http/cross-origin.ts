/** The names that this machine has for itself, with any port: what a tunnel or a proxy makes of it. */
const OWN_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/**
 * Why a request is refused, whatever it asks for; `undefined` where it is not. Everything here may be
 * called without a token, so that no page of another origin may, not even to be denied the response:
 *
 * - `Host` must be a name of this machine. A page whose own name is made to lead here (DNS
 *   rebinding) would otherwise be of the same origin.
 * - `Origin`, which browsers send and programs do not, must be the platform's own, or on the routes of
 *   the API one of those that are allowed.
 */
export function crossOriginReason(
  {
    host = '',
    origin,
  }: { readonly host?: string | undefined; readonly origin?: string | undefined },
  allowedOrigins: readonly string[],
): string | undefined {
  if (!OWN_HOST.test(host)) {
    return 'This platform is called by a name of this machine alone: localhost, 127.0.0.1 or [::1].';
  }
  if (origin === undefined || origin === `http://${host.toLowerCase()}`) return undefined;
  if (allowedOrigins.includes(origin)) return undefined;
  return 'Pages of this origin may not call: start the platform with --cors-origin and the origin.';
}
