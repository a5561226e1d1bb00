import 'reflect-metadata/lite';

import { Container } from 'inversify';

import { CryptoIdGenerator, SystemClock } from './node-adapters.js';
import type { Providers, ServiceName, Services } from './ports.js';
import type * as USE_CASES from './use-cases.js';

/** Use cases over some services. Asking for a use case that needs another one does not compile. */
export interface Composition<Has extends ServiceName> {
  readonly get: <T>(useCase: USE_CASES.UseCase<T, Has>) => T;
}

/** A composition that has everything that some use cases need: `CompositionFor<'placeOrder'>`. */
export type CompositionFor<Name extends keyof typeof USE_CASES> = Composition<
  (typeof USE_CASES)[Name]['needs'][number]
>;

/** The adapters that need only Node. */
const NODE = {
  clock: () => new SystemClock(),
  ids: () => new CryptoIdGenerator(),
} satisfies Partial<Providers<Services>>;

/**
 * The composition root: only this module connects use cases to adapters. A function passes providers of
 * the services that its use cases need; a missing one does not compile.
 *
 * @param providers `clock` and `ids` default to those of Node.
 */
export function compose<Has extends ServiceName>(
  providers: Pick<Providers<Services>, Has>,
): Composition<Has | keyof typeof NODE> {
  const container = new Container({ defaultScope: 'Singleton' });
  const all: Partial<Providers<Services>> = { ...NODE, ...providers };
  for (const [name, provide] of Object.entries(all)) {
    container.bind(name).toDynamicValue(provide);
  }
  return { get: ({ resolveIn }) => resolveIn(container) };
}
