/** Lets nothing pass in silence: what the stand-in does not have throws its own name. */

export function only<T extends object>(name: string, has: T): T {
  return new Proxy(has, {
    get(target, property, receiver) {
      // Looked up by Node and by test tools on any value.
      if (typeof property === 'symbol' || property === 'then' || property === 'toJSON' || property in target) {
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === 'function' && !isClass(value) ? value.bind(target === receiver ? receiver : target) : value;
      }
      throw new Error(`electron stand-in: ${name}.${property} is not implemented`);
    },
  });
}

const isClass = (value: (...args: never[]) => unknown): boolean => /^class\b/.test(Function.prototype.toString.call(value));
