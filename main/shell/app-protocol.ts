/** The window's own protocol: serves the built page and nothing else, under a strict content security policy. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol, session } from 'electron';
import { AttachmentId } from '#shared/ids.ts';
import { CORE_PORTS } from '#shared/wire.ts';

const SCHEME = 'lifeline-app';
const HOST = 'window';
export const APP_URL = `${SCHEME}://${HOST}/index.html`;

const ROOT = join(import.meta.dirname, '..', 'renderer');

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Texts are laid out away from the window. A worker gets this same policy.
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** True for a page of ours. Compares the parsed parts: a prefix of the text could belong to anybody. */
export function isAppUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.protocol === `${SCHEME}:` && url.host === HOST;
}

/** Must run before the app is ready: a scheme without privileges has no origin of its own. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}

type AskCore = (name: string, request: unknown) => Promise<unknown>;

/** Starts to serve the page, and the pictures that belong to tickets. */
export function serveApp(askCore: AskCore): void {
  session.defaultSession.protocol.handle(SCHEME, async (request) => {
    try {
      const picture = request.method === 'GET' ? pictureFor(request.url) : null;
      if (picture !== null) return await showPicture(picture, askCore);
      const file = request.method === 'GET' ? fileFor(request.url) : null;
      const type = file === null ? undefined : TYPES[extname(file)];
      if (file === null || type === undefined) return NOT_HERE();
      return new Response(new Uint8Array(await readFile(file)), {
        headers: {
          'content-type': type,
          'content-security-policy': POLICY,
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-cache',
        },
      });
    } catch {
      // No such file or picture, or an address that cannot be decoded.
      return NOT_HERE();
    }
  });
}

/** Core has looked into the bytes: nothing leaves here under a type that they are not. */
async function showPicture(id: AttachmentId, askCore: AskCore): Promise<Response> {
  const answer = await askCore('attachment.picture', { id });
  const { type, bytes } = CORE_PORTS['attachment.picture'].response.parse(answer);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': type,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  });
}

function pictureFor(requested: string): AttachmentId | null {
  if (!isAppUrl(requested)) return null;
  const [, id] = /^\/attachment\/([^/]+)$/.exec(new URL(requested).pathname) ?? [];
  return AttachmentId.safeParse(id).data ?? null;
}

const NOT_HERE = (): Response => new Response(null, { status: 404 });

function fileFor(requested: string): string | null {
  if (!isAppUrl(requested)) return null;
  const file = normalize(join(ROOT, decodeURIComponent(new URL(requested).pathname)));
  return file.startsWith(ROOT + sep) ? file : null;
}
