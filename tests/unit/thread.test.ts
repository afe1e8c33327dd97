/** What the thread shows of messages and files: whole, quick, and nothing under a false name. */
import { describe, expect, test } from 'vitest';
import { isPicture, LARGEST_PICTURE_BYTES, pictureType } from '#shared/pictures.ts';
import { beginningOf, piecesOf } from '../../renderer/features/ticket/long-text.ts';
import { seededNumbers } from '../desk/random.ts';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('a file is a picture by its content (invariant 9)', () => {
  test.each([
    ['image/png', '\x89PNG\r\n\x1a\n and more'],
    ['image/jpeg', '\xff\xd8\xff\xe0 and more'],
    ['image/gif', 'GIF89a and more'],
    ['image/webp', 'RIFF\x10\x00\x00\x00WEBPVP8 and more'],
  ])('%s is one', (type, content) => {
    expect(pictureType(bytes(content))).toBe(type);
  });

  test.each([
    '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    '<!doctype html><script>1</script>',
    '\x89PNG',
    'RIFF\x10\x00\x00\x00WAVEfmt ',
    '%PDF-1.7',
    '',
  ])('%j is none, whatever it is called', (content) => {
    expect(pictureType(bytes(content))).toBeNull();
  });

  test('SVG, and what is larger than a thread can carry, is not even tried', () => {
    expect(isPicture({ mediaType: 'image/png', size: 10 })).toBe(true);
    expect(isPicture({ mediaType: 'image/svg+xml', size: 10 })).toBe(false);
    expect(isPicture({ mediaType: 'image/png', size: LARGEST_PICTURE_BYTES + 1 })).toBe(false);
  });
});

describe('a long message is whole', () => {
  const random = seededNumbers(7);
  const text = Array.from({ length: 20_000 }, () => 'x'.repeat(Math.floor(random() * 200))).join('\n');

  test('its pieces are all of it, in order, and each ends with a line', () => {
    const pieces = piecesOf(text);
    expect(pieces.length).toBeGreaterThan(50);
    expect(pieces.join('')).toBe(text);
    for (const piece of pieces.slice(0, -1)) expect(piece.endsWith('\n')).toBe(true);
  });

  test('a line that never ends is cut, never within a letter, and nothing is lost', () => {
    const endless = `a${'😀'.repeat(100_000)}`;
    const pieces = piecesOf(endless);
    expect(pieces.join('') === endless).toBe(true);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(10_000);
    for (const piece of pieces) expect(piece.isWellFormed()).toBe(true);
  });

  test('its beginning is how it begins, and never half a letter', () => {
    expect(text.startsWith(beginningOf(text))).toBe(true);
    expect(beginningOf('😀'.repeat(5_000)).isWellFormed()).toBe(true);
    expect(beginningOf(`a${'😀'.repeat(5_000)}`).isWellFormed()).toBe(true);
  });
});
