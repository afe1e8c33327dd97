/**
 * Structured clones as JSON text, for values that travel as text over CDP. Runs in Node and, as source text, in the
 * page's isolated world: so each function stands by itself.
 */

type Tagged = { t: string; v?: unknown };

/** Throws Electron's own words for what cannot be cloned. */
export function encode(value: unknown): string {
  /** Where each object was first met: one that is met again, also inside itself, is the same one at the other end. */
  const seen = new Map<object, number>();
  function tag(each: unknown): Tagged {
    switch (typeof each) {
      case 'undefined':
        return { t: 'u' };
      case 'number':
        return Number.isFinite(each) && !Object.is(each, -0)
          ? { t: 'j', v: each }
          : { t: 'n', v: Object.is(each, -0) ? '-0' : String(each) };
      case 'bigint':
        return { t: 'i', v: String(each) };
      case 'string':
      case 'boolean':
        return { t: 'j', v: each };
      case 'object':
        return each === null ? { t: 'j', v: null } : nested(each);
      default:
        throw new Error('An object could not be cloned.');
    }
  }
  function nested(each: object): Tagged {
    const before = seen.get(each);
    if (before !== undefined) return { t: 'x', v: before };
    seen.set(each, seen.size);
    return object(each);
  }
  function object(each: object): Tagged {
    if (Array.isArray(each)) return { t: 'a', v: Array.from(each, tag) };
    if (each instanceof Date) return { t: 'd', v: each.getTime() };
    if (each instanceof RegExp) return { t: 'r', v: [each.source, each.flags] };
    if (each instanceof Map) return { t: 'm', v: Array.from(each, ([key, held]) => [tag(key), tag(held)]) };
    if (each instanceof Set) return { t: 's', v: Array.from(each, tag) };
    if (each instanceof Error) return { t: 'e', v: [each.name, each.message, each.stack] };
    if (each instanceof ArrayBuffer) return { t: 'b', v: ['ArrayBuffer', bytes(new Uint8Array(each))] };
    if (ArrayBuffer.isView(each)) {
      const name = Object.prototype.toString.call(each).slice(8, -1);
      return { t: 'b', v: [name, bytes(new Uint8Array(each.buffer, each.byteOffset, each.byteLength))] };
    }
    if (typeof (each as { then?: unknown }).then === 'function')
      throw new Error('An object could not be cloned.');
    return { t: 'o', v: Object.entries(each).map(([key, held]) => [key, tag(held)]) };
  }
  function bytes(view: Uint8Array): string {
    if (typeof Buffer !== 'undefined') return Buffer.from(view).toString('base64');
    // In pieces: one call takes only so many arguments.
    const pieces: string[] = [];
    for (let at = 0; at < view.length; at += 0x6000) {
      pieces.push(btoa(String.fromCharCode(...view.subarray(at, at + 0x6000))));
    }
    return pieces.join('');
  }
  return JSON.stringify(tag(value));
}

/** The value that `encode` was given, as a structured clone gives it. */
export function decode(text: string): unknown {
  /** In the order in which `encode` met them. */
  const seen: unknown[] = [];
  function met<T>(each: T): T {
    seen.push(each);
    return each;
  }
  function read({ t, v }: { t: string; v?: unknown }): unknown {
    const list = v as never[];
    switch (t) {
      case 'u':
        return undefined;
      case 'j':
        return v;
      case 'n':
        return Number(v);
      case 'i':
        return BigInt(v as string);
      case 'x':
        return seen[v as number];
      case 'a': {
        const array = met<unknown[]>([]);
        for (const each of list) array.push(read(each));
        return array;
      }
      case 'd':
        return met(new Date(v as number));
      case 'r':
        return met(new RegExp(list[0] ?? '', list[1]));
      case 'm': {
        const map = met(new Map());
        for (const pair of list) map.set(read(pair[0]), read(pair[1]));
        return map;
      }
      case 's': {
        const set = met(new Set());
        for (const each of list) set.add(read(each));
        return set;
      }
      case 'e': {
        const error = met(new Error(list[1]));
        error.name = list[0] ?? 'Error';
        error.stack = list[2] ?? '';
        return error;
      }
      case 'b':
        return met(view(list[0] ?? 'Uint8Array', list[1] ?? ''));
      default: {
        const object = met<Record<string, unknown>>({});
        for (const pair of list) {
          // Defined, not set: a key named __proto__ is a key like any other.
          Object.defineProperty(object, pair[0], {
            value: read(pair[1]),
            enumerable: true,
            writable: true,
            configurable: true,
          });
        }
        return object;
      }
    }
  }
  function view(name: string, base64: string): unknown {
    const bytes = bytesOf(base64);
    if (name === 'ArrayBuffer') return bytes.buffer;
    const View = (globalThis as never)[name] as new (buffer: ArrayBuffer) => unknown;
    return new View(bytes.buffer);
  }
  function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
    // A copy of its own: Node's small buffers are parts of a shared one.
    if (typeof Buffer !== 'undefined') return Uint8Array.from(Buffer.from(base64, 'base64'));
    const binary = atob(base64);
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
    return bytes;
  }
  return read(JSON.parse(text));
}
