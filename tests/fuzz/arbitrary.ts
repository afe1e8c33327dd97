/**
 * What a desk may say, made from the contract's own schemas: values that fit, and values that are hurt at one place.
 * A new field, or a new bound, is tried as soon as the contract names it.
 */
import fc from 'fast-check';
import { z } from 'zod';
import {
  FILLS,
  hostileIds,
  hostileInstants,
  hostileNumbers,
  hostileValues,
  hostileWords,
  PROTOTYPE_NAMES,
} from './hostile.ts';

/** A value, and the place at which it is hurt; null where it fits. */
export type Hurt = { value: unknown; at: string | null };

/** Few, so that what is told belongs together, and is told again; the first of them name tickets. */
const IDS = Array.from(
  { length: 16 },
  (_, n) => `0197f3c0-0000-7000-8000-0000000000${n.toString(16).padStart(2, '0')}`,
);
/** Some name a ticket and something else too. */
export const TICKETS = IDS.slice(0, 6);
const SHARED = IDS.slice(4);

const NOW = Date.UTC(2026, 2, 2, 9);
const DAY = 86_400_000;

type Def = z.core.$ZodTypes['_zod']['def'];
type Path = readonly string[];
const nameOf = (path: Path): string => path.join('.');

/** The one place where a schema is looked into: zod's own union of all that there are. */
const defOf = (schema: z.core.$ZodType): Def => (schema as z.core.$ZodTypes)._zod.def;

/** What a schema only stands around, and takes from outside; null for one that is something of its own. */
function innerOf(def: Def): z.core.$ZodType | null {
  switch (def.type) {
    case 'nullable':
    case 'optional':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
    case 'nonoptional':
      return def.innerType;
    case 'pipe':
      return defOf(def.in).type === 'transform' ? def.out : def.in;
    default:
      return null;
  }
}

/** A part of `lengths`, as the checks of a string, array or number bound it. */
type Bounds = { least: number; most: number; pattern: RegExp | null; isCustom: boolean; isWhole: boolean };

function boundsOf(def: Def): Bounds {
  const bounds: Bounds = {
    least: Number.NEGATIVE_INFINITY,
    most: Number.POSITIVE_INFINITY,
    pattern: null,
    isCustom: false,
    isWhole: 'format' in def && def.format === 'safeint',
  };
  for (const check of def.checks ?? []) {
    const said = (check as z.core.$ZodChecks)._zod.def;
    switch (said.check) {
      case 'min_length':
        bounds.least = said.minimum;
        break;
      case 'max_length':
        bounds.most = said.maximum;
        break;
      case 'length_equals':
        bounds.least = said.length;
        bounds.most = said.length;
        break;
      case 'greater_than':
        bounds.least = Number(said.value) + (said.inclusive ? 0 : 1);
        break;
      case 'less_than':
        bounds.most = Number(said.value) - (said.inclusive ? 0 : 1);
        break;
      case 'number_format':
        bounds.isWhole = true;
        break;
      case 'string_format':
        bounds.pattern = said.pattern ?? null;
        break;
      case 'overwrite':
        break;
      default:
        bounds.isCustom = true;
    }
  }
  return bounds;
}

const shortest = (least: number): number => Math.max(0, Number.isFinite(least) ? least : 0);
/** Longer ones than this are made where they hurt, not where they fit. */
const LONG = 40;
const SOME = 3;

/** Values that fit, and what a schema cannot say by itself. */
const SPECIAL = new Map<z.core.$ZodType, fc.Arbitrary<unknown>>();

/** Says what fits a schema whose checks nobody can look into. */
export function fitting(schema: z.core.$ZodType, values: fc.Arbitrary<unknown>): void {
  SPECIAL.set(schema, values);
}

const known = new Map<z.core.$ZodType, Map<string, fc.Arbitrary<unknown>>>();

/** Values that fit a schema. `path` says where it stands: some names mean more than their schema says. */
export function fits(schema: z.core.$ZodType, path: Path = []): fc.Arbitrary<unknown> {
  const at = path.at(-2) === 'ticket' ? path.slice(-2).join('.') : (path.at(-1) ?? '');
  const made = known.get(schema) ?? new Map<string, fc.Arbitrary<unknown>>();
  known.set(schema, made);
  const before = made.get(at);
  if (before !== undefined) return before;
  const values = SPECIAL.get(schema) ?? fromDef(defOf(schema), path);
  // What its own checks say of a value, only the schema knows.
  const isCustom = boundsOf(defOf(schema)).isCustom && !SPECIAL.has(schema);
  const whole = isCustom ? values.filter((value) => z.safeParse(schema, value).success) : values;
  made.set(at, whole);
  return whole;
}

function fromDef(def: Def, path: Path): fc.Arbitrary<unknown> {
  if (def.type === 'nullable') return fc.option(fits(def.innerType, path), { freq: 3 });
  const inner = innerOf(def);
  if (inner !== null) return fits(inner, path);
  switch (def.type) {
    case 'string':
      return strings(def, path);
    case 'number':
      return numbers(boundsOf(def));
    case 'boolean':
      return fc.boolean();
    case 'literal':
      return fc.constantFrom<unknown>(...def.values);
    case 'enum':
      return fc.constantFrom<unknown>(...Object.values(def.entries));
    case 'object':
      return fc.record(fieldsOf(def, path));
    case 'array': {
      const { least, most } = boundsOf(def);
      const minLength = shortest(least);
      return fc.array(fits(def.element, path), { minLength, maxLength: Math.min(most, minLength + SOME) });
    }
    case 'record':
      return fc.dictionary(fc.string({ minLength: 1, maxLength: 10 }), fits(def.valueType, path), {
        maxKeys: 3,
      });
    case 'union':
      return fc.oneof(...def.options.map((option) => fits(option, path)));
    case 'unknown':
    case 'any':
      return fc.constant(null);
    default:
      throw new Error(`no values are made of ${def.type} at ${nameOf(path)}`);
  }
}

function fieldsOf(def: Extract<Def, { type: 'object' }>, path: Path): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(
    Object.entries(def.shape).map(([name, field]) => [name, fits(field, [...path, name])]),
  );
}

function strings(def: Extract<Def, { type: 'string' }>, path: Path): fc.Arbitrary<unknown> {
  const format = 'format' in def ? def.format : undefined;
  if (format === 'datetime') return instants;
  if (format === 'date') return instants.map((text) => text.slice(0, 10));
  if (format === 'uuid') return fc.constantFrom(...(isTicket(path) ? TICKETS : SHARED));
  const { least, most, pattern } = boundsOf(def);
  if (pattern !== null) return fc.stringMatching(pattern, { size: 'small' });
  const minLength = shortest(least);
  const text = fc.oneof(
    fc.string({ minLength, maxLength: Math.min(most, Math.max(minLength, LONG)), unit: 'grapheme' }),
    words,
  );
  // In the units that the schema counts.
  const cut = text.map((each) => (each.length > most ? each.slice(0, most) : each));
  return minLength === 0 ? cut : cut.map((each) => (each.trim() === '' ? 'x'.repeat(minLength) : each));
}

const isTicket = (path: Path): boolean => path.at(-1) === 'ticketId' || path.at(-2) === 'ticket';

const instants = fc
  .integer({ min: NOW - 400 * DAY, max: NOW + 60 * DAY })
  .map((at) => new Date(at).toISOString());

/** Words as people write them, to be found again. */
const words = fc.constantFrom(
  'Nobody can sign in',
  'Ålesund svarer sakte. Vi får feil 503.',
  '**Done.** See [the page](https://example.com/a?b=1) and `x`.',
  '| a | b |\n| - | - |\n| 1 | 2 |',
  '- one\n  - two\n    1. three',
  'report.final.pdf',
);

function numbers({ least, most, isWhole }: Bounds): fc.Arbitrary<number> {
  const min = Math.max(least, 0);
  const max = Math.min(most, Math.max(min, 100_000));
  const inside = isWhole ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
  return fc.oneof(inside, fc.constantFrom(min, max));
}

/** Every place of a schema that can be hurt, by its name. */
export function placesOf(schema: z.core.$ZodType, path: Path = []): string[] {
  const def = defOf(schema);
  const here = nameOf(path) || 'all';
  const inner = innerOf(def);
  if (inner !== null) return placesOf(inner, path);
  switch (def.type) {
    case 'object':
      return [
        here,
        ...Object.entries(def.shape).flatMap(([name, field]) => placesOf(field, [...path, name])),
      ];
    case 'array':
      return [here, ...placesOf(def.element, [...path, 'each'])];
    case 'union':
      return [...new Set(def.options.flatMap((option) => placesOf(option, path)))];
    default:
      return [here];
  }
}

const hurting = new Map<z.core.$ZodType, Map<string, fc.Arbitrary<Hurt>>>();

/** Values that are hurt at one place, each place as often as another. */
export function hurts(schema: z.core.$ZodType, path: Path = []): fc.Arbitrary<Hurt> {
  const made = hurting.get(schema) ?? new Map<string, fc.Arbitrary<Hurt>>();
  hurting.set(schema, made);
  const name = nameOf(path);
  const before = made.get(name);
  if (before !== undefined) return before;
  const values = hurtIn(schema, path);
  made.set(name, values);
  return values;
}

function hurtIn(schema: z.core.$ZodType, path: Path): fc.Arbitrary<Hurt> {
  const def = defOf(schema);
  const at = nameOf(path) || 'all';
  const instead = (values: fc.Arbitrary<unknown>): fc.Arbitrary<Hurt> =>
    values.map((value) => ({ value, at }));
  const inner = innerOf(def);
  if (inner !== null) return hurts(inner, path);
  switch (def.type) {
    case 'object': {
      const inside = Object.entries(def.shape).map(([name, field]) => ({
        weight: placesOf(field, [...path, name]).length,
        arbitrary: hurtField(schema, { name, field }, path),
      }));
      return fc.oneof({ weight: 1, arbitrary: instead(hurtObject(schema, path)) }, ...inside);
    }
    case 'array': {
      const element = fits(def.element, path);
      const { least, most } = boundsOf(def);
      const lengths = [0, shortest(least) - 1, Math.min(most, 1_000), Math.min(most, 1_000) + 1].filter(
        (length) => length >= 0,
      );
      const many = fc
        .tuple(element, fc.constantFrom(...lengths))
        .map(([value, length]) => Array.from({ length }, () => value));
      const one = fc
        .tuple(fc.array(element, { maxLength: SOME }), hurts(def.element, [...path, 'each']))
        .map(([others, { value, at: where }]) => ({ value: [...others, value], at: where }));
      return fc.oneof(
        { weight: 1, arbitrary: instead(fc.oneof(many, hostileValues)) },
        { weight: placesOf(def.element, path).length, arbitrary: one },
      );
    }
    case 'union':
      return fc.oneof(
        ...def.options.map((option) => ({
          weight: placesOf(option, path).length,
          arbitrary: hurts(option, path),
        })),
      );
    case 'string':
      return instead(hurtString(def));
    case 'number':
      return instead(fc.oneof(offBounds(boundsOf(def)), hostileNumbers, hostileValues));
    default:
      return instead(hostileValues);
  }
}

function hurtField(
  schema: z.core.$ZodType,
  { name, field }: { name: string; field: z.core.$ZodType },
  path: Path,
): fc.Arbitrary<Hurt> {
  return fc
    .tuple(fits(schema, path), hurts(field, [...path, name]))
    .map(([whole, { value, at }]) => ({ value: { ...(whole as object), [name]: value }, at }));
}

/** Without a field, with a field too many, or no object at all. */
function hurtObject(schema: z.core.$ZodType, path: Path): fc.Arbitrary<unknown> {
  const def = defOf(schema);
  const names = def.type === 'object' ? Object.keys(def.shape) : [];
  const whole = fits(schema, path).map((value) => Object.entries(value as object));
  const without = fc
    .tuple(whole, fc.constantFrom(...names))
    .map(([fields, gone]) => Object.fromEntries(fields.filter(([name]) => name !== gone)));
  const stranger = fc.constantFrom<string>(...PROTOTYPE_NAMES, '', 'x'.repeat(5_000));
  const withMore = fc
    .tuple(whole, stranger, hostileValues)
    .map(([fields, name, value]) => Object.fromEntries([...fields, [name, value]]));
  return fc.oneof(without, withMore, hostileValues);
}

function hurtString(def: Extract<Def, { type: 'string' }>): fc.Arbitrary<unknown> {
  const format = 'format' in def ? def.format : undefined;
  if (format === 'datetime' || format === 'date')
    return fc.oneof(hostileInstants, hostileInstants, hostileValues);
  if (format === 'uuid') return fc.oneof(hostileIds, hostileIds, hostileValues);
  const { least, most } = boundsOf(def);
  const lengths = [least - 1, least, most, most + 1].filter(
    (length) => length >= 0 && Number.isFinite(length),
  );
  if (lengths.length === 0) return fc.oneof(hostileWords, hostileWords, hostileValues);
  const atBounds = fc
    .tuple(fc.constantFrom(...lengths), fc.constantFrom(...FILLS))
    .map(([length, fill]) => fill(length));
  return fc.oneof(atBounds, hostileWords, hostileValues);
}

function offBounds({ least, most }: Bounds): fc.Arbitrary<number> {
  const ends = [least - 1, least, most, most + 1, 0, -1].filter(Number.isFinite);
  return fc.constantFrom(...ends);
}
