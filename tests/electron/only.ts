/** Lets nothing pass in silence: what the stand-in does not have throws its own name. */
import type { EventEmitter } from 'node:events';

/**
 * The part of Electron's `Whole` that `Mine` has, for `satisfies`: every member of it must fit Electron's own type.
 * Events are typed by overloads that no emitter of Node fits; `But` names members that hold other stand-in objects.
 */
export type PartOf<Whole, Mine, But extends keyof Mine = never> = Pick<
  Whole,
  Exclude<keyof Whole & keyof Mine, keyof EventEmitter | But>
>;

export function only<T extends object>(name: string, has: T): T {
  return new Proxy(has, {
    get(target, property) {
      // Symbols, `then` and `toJSON` are looked up by Node and by test tools on any value.
      if (
        typeof property === 'symbol' ||
        property === 'then' ||
        property === 'toJSON' ||
        property in target
      ) {
        const value: unknown = Reflect.get(target, property, target);
        // Private fields are found only on the object itself, not on its proxy. Classes stay as they are.
        return typeof value === 'function' && value.prototype === undefined ? value.bind(target) : value;
      }
      throw new Error(`electron stand-in: ${name}.${property} is not implemented`);
    },
  });
}
