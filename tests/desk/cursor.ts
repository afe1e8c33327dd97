/** A place in the log of changes, written so that nobody is tempted to read it. */
import { z } from 'zod';

const Place = z.strictObject({ v: z.literal(1), log: z.string(), after: z.int().nonnegative() });

/** The cursor behind the change with sequence number `after` of this log. */
export function cursorAfter(log: string, after: number): string {
  return Buffer.from(JSON.stringify({ v: 1, log, after })).toString('base64url');
}

/** The sequence number behind which to go on, or null when the cursor is not one of this log. */
export function placeOf(cursor: string, log: string, last: number): number | null {
  try {
    const place = Place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return place.log === log && place.after <= last ? place.after : null;
  } catch {
    return null;
  }
}
