import sortedBTree from 'sorted-btree';

/** A default export: as it is, or inside of the exports of its CommonJS module. */
type Wrapped<T> = T | { readonly default: T };

function isModule<T extends object>(value: Wrapped<T>): value is { readonly default: T } {
  return typeof value !== 'function';
}

/** An ES module gets all exports of a CommonJS module as its default, a CommonJS module only the default. */
function unwrap<T extends object>(value: Wrapped<T>): T {
  return isModule(value) ? value.default : value;
}

/** A sorted map with logarithmic access, in both builds of this package. */
export const BTree = unwrap(sortedBTree);
