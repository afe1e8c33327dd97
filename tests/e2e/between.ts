/** Something between the app and the desk that has its own mind: a firewall, a proxy, or a desk's newer version. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Between = { url: string; close(): void };

type Mind = {
  /** The title of the page that is answered instead of letting a write through; null lets it through. */
  refuses?: () => string | null;
  /** What becomes of the changes that a page of them tells. */
  tells?: (changes: unknown[]) => unknown[];
};

/** Opens it in front of the desk at `target`. */
export async function openBetween(target: string, { refuses, tells }: Mind): Promise<Between> {
  const server = createServer((request, response) => {
    const title = request.method === 'PUT' ? (refuses?.() ?? null) : null;
    if (title !== null) {
      response.writeHead(403, { 'content-type': 'text/html' }).end(`<title>${title}</title>`);
      request.resume();
      return;
    }
    pass().catch(() => response.destroy());

    async function pass(): Promise<void> {
      const headers = new Headers();
      for (const [name, value] of Object.entries(request.headers))
        if (typeof value === 'string' && name !== 'host' && name !== 'connection') headers.set(name, value);
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece);
      const answer = await fetch(target + (request.url ?? '/'), {
        method: request.method ?? 'GET',
        headers,
        signal: gone.signal,
        ...(pieces.length > 0 && { body: Buffer.concat(pieces) }),
      });
      // What is told instead may be longer than what was.
      const { 'content-length': _, ...others } = Object.fromEntries(answer.headers);
      response.writeHead(answer.status, others);
      if (tells && answer.ok && request.url?.startsWith('/v1/changes')) {
        const page = await answer.json();
        response.end(JSON.stringify({ ...page, changes: tells(page.changes) }));
        return;
      }
      for await (const piece of answer.body ?? []) response.write(piece);
      response.end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
