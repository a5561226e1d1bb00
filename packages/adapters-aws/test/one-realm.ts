import { types } from 'node:util';

/**
 * Makes errors of Node's own modules `instanceof Error` within a test. Jest runs tests in another realm
 * than Node's, where `socket hang up` is not `instanceof Error`. The SDK would wrap it, no longer
 * recognise it as a network error, and not retry. Outside of jest there is one realm.
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
