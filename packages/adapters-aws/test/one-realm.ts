import { types } from 'node:util';

/**
 * Lets errors of Node's own modules count as `Error`s within a test. Jest runs tests in a realm
 * beside Node's, where `socket hang up` is no `instanceof Error`: the SDK then wraps it, does not
 * know it for a network error any more, and does not try again. Outside jest there is one realm.
 */
export function acceptErrorsOfNode(): void {
  const ordinary = Function.prototype[Symbol.hasInstance];
  Object.defineProperty(Error, Symbol.hasInstance, {
    configurable: true,
    value(this: unknown, value: unknown): boolean {
      return (this === Error && types.isNativeError(value)) || ordinary.call(this, value);
    },
  });
}
