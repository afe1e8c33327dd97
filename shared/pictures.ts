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

/** True for a file that is worth trying to show, by what is said of it. */
export function isPicture({ mediaType, size }: { mediaType: string; size: number }): boolean {
  return PictureType.safeParse(mediaType).success && size > 0 && size <= LARGEST_PICTURE_BYTES;
}
