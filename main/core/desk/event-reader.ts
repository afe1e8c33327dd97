/** Reads the events of a stream piece by piece, and holds no more of it than one event may have. */
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { TooLarge } from './no-answer.ts';

/** Longest event of a stream, and longest line of any kind, in characters. A chat's state has a few hundred. */
export const LONGEST_EVENT = 64 * 1024;
/** So much is read before anybody looks how long it has become. */
const STEP = 4 * 1024;

/** Gives each event to `take`. What is fed throws `TooLarge` when an event or a line comes to no end. */
export function eventReader(take: (event: EventSourceMessage) => void) {
  const parser = createParser({
    maxBufferSize: LONGEST_EVENT,
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded') throw new TooLarge(LONGEST_EVENT);
    },
    onEvent: take,
  });
  /** So much of a line has come. The parser counts only lines that it keeps, and would skip any other for ever. */
  let line = 0;
  return {
    feed(text: string): void {
      for (let at = 0; at < text.length; at += STEP) {
        const piece = text.slice(at, at + STEP);
        const end = Math.max(piece.lastIndexOf('\n'), piece.lastIndexOf('\r'));
        line = end === -1 ? line + piece.length : piece.length - end - 1;
        if (line > LONGEST_EVENT) throw new TooLarge(LONGEST_EVENT);
        parser.feed(piece);
      }
    },
  };
}
