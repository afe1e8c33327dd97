/** What a paste is: files, or a text beside which files may lie. */
import i18next from 'i18next';

export type Pasted = {
  /** What is attached in place of writing anything; or what could be attached besides the text. */
  files: File[];
  /** The text that is written, or null. */
  text: string | null;
};

/**
 * Text wins where there is some: programs put a picture of the text beside it, and so do spreadsheets. But a text that
 * only says what the files are called was never meant to be read: file managers put it there.
 */
export function pasted(data: Pick<DataTransfer, 'files' | 'getData'>, now: Date): Pasted {
  const files = [...data.files].map((file) => (isUnnamed(file) ? named(file, 'screenshot', now) : file));
  const text = data.getData('text/plain');
  const isText = text !== '' && !namesOnly(text, [...data.files]);
  return { files, text: isText ? text : null };
}

/** Over this, a text is easier to read as a file. */
const LONG_BYTES = 500_000;
const MOST_BYTES_OF_UNIT = 3;

export function isLongPaste(text: string): boolean {
  if (text.length > LONG_BYTES || text.length * MOST_BYTES_OF_UNIT <= LONG_BYTES)
    return text.length > LONG_BYTES;
  return new TextEncoder().encode(text).length > LONG_BYTES;
}

export const textFile = (text: string, now: Date): File =>
  named(new File([text], '', { type: 'text/plain' }), 'text', now);

/** Chromium calls every picture so that has no name of its own. */
const isUnnamed = ({ name }: File): boolean => name === 'image.png';

/** Lines that some file managers write before the files. */
const HEADS = new Set(['x-special/nautilus-clipboard', 'copy', 'cut']);

function namesOnly(text: string, files: readonly File[]): boolean {
  const names = new Set(files.map(({ name }) => name.normalize('NFC')));
  const lines = text.split(/[\r\n]+/, 2 * files.length + HEADS.size).map((line) => line.trim());
  const told = lines.filter((line) => line !== '' && !HEADS.has(line));
  return told.length > 0 && told.every((line) => names.has(lastPart(line).normalize('NFC')));
}

/** What a file is called in a name, a path or an address of it. */
function lastPart(line: string): string {
  const part = line.slice(Math.max(line.lastIndexOf('/'), line.lastIndexOf('\\')) + 1);
  if (!line.startsWith('file://')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Names that were given here: two of one second are two. */
const given = new Set<string>();
const ENDS = { screenshot: 'png', text: 'txt' } as const;

function named(file: File, kind: keyof typeof ENDS, now: Date): File {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  const time = [two(now.getHours()), two(now.getMinutes()), two(now.getSeconds())].join('.');
  const stem = `${i18next.t(`attach.${kind}`)} ${day} ${time}`;
  let name = `${stem}.${ENDS[kind]}`;
  for (let count = 2; given.has(name); count += 1) name = `${stem} (${count}).${ENDS[kind]}`;
  given.add(name);
  return new File([file], name, { type: file.type });
}
