/** Which files are pictures that the window shows. Told by their first bytes, because a name can say anything. */
import { z } from 'zod';

/** Pictures made of pixels. SVG is none of them: it is a document, and could carry a program. */
export const PictureType = z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
export type PictureType = z.infer<typeof PictureType>;

/** Larger ones are only opened outside, so that a thread costs no more than this for each. */
export const LARGEST_PICTURE_BYTES = 10 * 1024 * 1024;

const ANY = null;
/** The signatures of https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern, as far as they are shown. */
const SIGNATURES: [PictureType, (number | typeof ANY)[]][] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38, 0x37, 0x61]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38, 0x39, 0x61]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46, ANY, ANY, ANY, ANY, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50]],
];

/** What kind of picture these bytes are; null when they are none that is shown. */
export function pictureType(bytes: Uint8Array): PictureType | null {
  const found = SIGNATURES.find(([, signature]) =>
    signature.every((byte, at) => byte === ANY || bytes[at] === byte),
  );
  return found?.[0] ?? null;
}

/** More pixels than a large camera makes cost the window more memory than they show: four bytes each, decoded. */
export const MOST_PIXELS = 40_000_000;

/** Width and height as the first bytes of a picture say; null when they do not say it. */
export function pictureSize(type: PictureType, bytes: Uint8Array): { width: number; height: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    switch (type) {
      case 'image/png':
        return { width: view.getUint32(16), height: view.getUint32(20) };
      case 'image/gif':
        return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
      case 'image/webp':
        return webpSize(view);
      case 'image/jpeg':
        return jpegSize(view);
    }
  } catch {
    // It ends before it says so.
    return null;
  }
}

/** The three kinds of https://developers.google.com/speed/webp/docs/riff_container, told by the name of the first chunk. */
function webpSize(view: DataView): { width: number; height: number } | null {
  switch (view.getUint32(12)) {
    case 0x56503858: // VP8X
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    case 0x5650384c: {
      // VP8L: two times 14 bits.
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503820: // VP8
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    default:
      return null;
  }
}

const uint24 = (view: DataView, at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

/** The largest frame header (SOF) before the picture itself; every segment says how long it is. */
function jpegSize(view: DataView): { width: number; height: number } | null {
  for (let at = 2; at < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    // Fill bytes, and markers that stand alone.
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    } else at += 2 + Math.max(2, view.getUint16(at + 2));
  }
  return null;
}

/** True for a picture that says how large it is, and is not too large to be shown. */
export function hasFewPixels(type: PictureType, bytes: Uint8Array): boolean {
  const size = pictureSize(type, bytes);
  return size !== null && size.width * size.height <= MOST_PIXELS;
}

/** True for a file that is worth trying to show, by what is said of it. */
export function isPicture({ mediaType, size }: { mediaType: string; size: number }): boolean {
  return PictureType.safeParse(mediaType).success && size > 0 && size <= LARGEST_PICTURE_BYTES;
}
