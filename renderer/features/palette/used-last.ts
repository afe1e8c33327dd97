/** Which commands were used last, kept over restarts. What is kept is no loss. */
import { z } from 'zod';

const KEY = 'palette.used-last';
const MOST = 5;

const Kept = z.array(z.string()).max(MOST);

export function usedLast(): string[] {
  try {
    return Kept.catch([]).parse(JSON.parse(localStorage.getItem(KEY) ?? '[]'));
  } catch {
    return [];
  }
}

/** The newest first, each once. */
export function withNewest(id: string, before: readonly string[]): string[] {
  return [id, ...before.filter((one) => one !== id)].slice(0, MOST);
}

export function rememberUsed(id: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(withNewest(id, usedLast())));
  } catch {
    // Without room to keep it, the palette only forgets what was used.
  }
}
