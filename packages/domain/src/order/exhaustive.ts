/**
 * A map with an entry for each of some keys. A map without one of them does not compile, and the error
 * names the key: "Property 'SHIPPED' is missing in type 'FieldsByStatus'".
 */
export type Exhaustive<Keys extends string, Map extends Readonly<Record<Keys, unknown>>> = Map;

/** The entry of a map for a key. {@link Exhaustive} checks the map once, so that its users need no check. */
export type EntryOf<Map, Key> = Key extends keyof Map ? Map[Key] : never;
