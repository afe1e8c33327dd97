/** Own schemes: served from a reserved https origin, because Chromium gives a foreign scheme no privileges over CDP. */
type Handler = (request: Request) => Response | Promise<Response>;

/** Names that no name server will ever answer (RFC 2606). */
const RESERVED = 'invalid';
const schemes = new Set<string>();
const handlers = new Map<string, Handler>();

export const protocol = {
  registerSchemesAsPrivileged(wanted: { scheme: string }[]): void {
    for (const { scheme } of wanted) schemes.add(scheme);
  },
  handle(scheme: string, handler: Handler): void {
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    schemes.add(scheme);
    handlers.set(scheme, handler);
  },
  unhandle(scheme: string): void {
    handlers.delete(scheme);
  },
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
};

/** The address that Chromium sees for one of the app's. */
export function toPage(url: string): string {
  const parsed = URL.parse(url);
  const scheme = parsed?.protocol.slice(0, -1);
  if (parsed === null || scheme === undefined || !schemes.has(scheme)) return url;
  return `https://${parsed.host}.${scheme}.${RESERVED}${parsed.pathname}${parsed.search}${parsed.hash}`;
}

/** The app's address for one that Chromium sees. */
export function fromPage(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== 'https:') return url;
  const scheme = [...schemes].find((each) => parsed.host.endsWith(`.${each}.${RESERVED}`));
  if (scheme === undefined) return url;
  const host = parsed.host.slice(0, -`.${scheme}.${RESERVED}`.length);
  return `${scheme}://${host}${parsed.pathname}${parsed.search}${parsed.hash}`;
}

/** What the app's handler answers, or null for an address that is not of an own scheme. */
export async function answerFor(
  url: string,
  asked: { method: string; headers: Record<string, string> },
): Promise<Response | null> {
  const handler = handlers.get(URL.parse(url)?.protocol.slice(0, -1) ?? '');
  if (handler === undefined) return null;
  try {
    return await handler(new Request(url, { method: asked.method, headers: asked.headers }));
  } catch (error) {
    console.error(error);
    return new Response(null, { status: 500 });
  }
}
