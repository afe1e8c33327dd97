import type { Marked as MarkedText } from '#shared/search.ts';

/** A text in which the places that were looked for stand out. */
export function Marked({ text: { text, marks } }: { text: MarkedText }) {
  const pieces = marks.map(([start, end], place) => ({
    key: start,
    before: text.slice(place === 0 ? 0 : marks[place - 1]?.[1], start),
    found: text.slice(start, end),
  }));
  return (
    <>
      {pieces.map(({ key, before, found }) => (
        <span key={key}>
          {before}
          <mark>{found}</mark>
        </span>
      ))}
      {text.slice(marks.at(-1)?.[1] ?? 0)}
    </>
  );
}
