/** Every event at a border of core, in order, as one hash: the same seed must give the same one. */
import { crc32 } from 'node:zlib';

export function openTrace(onLine?: (line: string) => void) {
  let sum = 0;
  let events = 0;
  return {
    note(line: string): void {
      sum = crc32(line, sum);
      events += 1;
      onLine?.(`${events} ${line}`);
    },
    hash: (): string => `${events}-${sum.toString(16).padStart(8, '0')}`,
    events: (): number => events,
  };
}
export type Trace = ReturnType<typeof openTrace>;
