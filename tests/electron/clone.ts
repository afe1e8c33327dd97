/**
 * Structured clones as JSON text, for values that travel as text over CDP. Runs in Node and, as source text, in the
 * page's isolated world: so each function stands by itself.
 */

type Tagged = { t: string; v?: unknown };

/** Throws Electron's own words for what cannot be cloned. */
export function encode(value: unknown): string {
  const seen = new Set<unknown>();
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
    if (seen.has(each)) throw new Error('An object could not be cloned.');
    seen.add(each);
    try {
      return object(each);
    } finally {
      seen.delete(each);
    }
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
    let text = '';
    for (const byte of view) text += String.fromCharCode(byte);
    return btoa(text);
  }
  return JSON.stringify(tag(value));
}

/** The value that `encode` was given, as a structured clone gives it. */
export function decode(text: string): unknown {
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
      case 'a':
        return list.map(read);
      case 'd':
        return new Date(v as number);
      case 'r':
        return new RegExp(list[0] ?? '', list[1]);
      case 'm':
        return new Map(list.map((pair) => [read(pair[0]), read(pair[1])]));
      case 's':
        return new Set(list.map(read));
      case 'e': {
        const error = new Error(list[1]);
        error.name = list[0] ?? 'Error';
        error.stack = list[2] ?? '';
        return error;
      }
      case 'b': {
        const bytes = Uint8Array.from(atob(list[1] ?? ''), (char) => char.charCodeAt(0));
        if (list[0] === 'ArrayBuffer') return bytes.buffer;
        const View = (globalThis as never)[list[0] ?? 'Uint8Array'] as new (buffer: ArrayBuffer) => unknown;
        return new View(bytes.buffer);
      }
      default:
        return Object.fromEntries(list.map((pair) => [pair[0], read(pair[1])]));
    }
  }
  return read(JSON.parse(text));
}
