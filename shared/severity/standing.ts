/**
 * How a severity came about (invariant 12): every question that could still change it is answered, or a person chose
 * another and says why, or neither. The three never look alike, and no promise rests on the last.
 */
import { z } from 'zod';

export const Standing = z.enum(['judged', 'overridden', 'not_judged']);
export type Standing = z.infer<typeof Standing>;
