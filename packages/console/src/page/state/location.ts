import { computed, signal } from '@preact/signals';

import { firstView } from './access.js';
import { hashOf, readHash, type Location, type Parameters, type View } from './hash.js';

export const location = signal<Location>(readHash(window.location.hash));
export const view = computed(() => location.value.view ?? firstView.value);

window.addEventListener('hashchange', () => {
  location.value = readHash(window.location.hash);
});

/** Returns the link to a view. */
export function linkTo(name: View, parameters: Parameters = {}): string {
  return hashOf({ view: name, parameters });
}

/** Returns the link to this view with other values of some parameters; `undefined` removes one. */
export function linkWith(changes: Parameters): string {
  return hashOf({ view: view.value, parameters: { ...location.value.parameters, ...changes } });
}

/** Follows a link. */
export function go(link: string): void {
  window.location.hash = link;
}

/** Changes parameters without a new entry in the browser's history, as while a person types. */
export function replaceParameters(changes: Parameters): void {
  window.history.replaceState(null, '', linkWith(changes));
  location.value = readHash(window.location.hash);
}
