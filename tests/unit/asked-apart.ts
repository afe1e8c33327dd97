/** Asks a desk from a process of its own, whose memory and whose proxy are its own; see `asking.ts`. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach } from 'vitest';
import { z } from 'zod';

const ASKING = fileURLToPath(new URL('asking.ts', import.meta.url));
const Said = z.object({ answer: z.looseObject({ kind: z.string() }), grewMb: z.number() });

export async function askedApart(
  address: string,
  what: string,
  env: Record<string, string> = {},
): Promise<z.infer<typeof Said>> {
  const { stdout } = await promisify(execFile)(process.execPath, [ASKING, address, what], {
    env: { ...process.env, ...env },
  });
  return Said.parse(JSON.parse(stdout));
}

const open: Server[] = [];
afterEach(() => {
  for (const each of open.splice(0)) {
    each.close();
    each.closeAllConnections();
  }
});

/** Listens on loopback until the test ends; gives the port. */
export async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(server);
  return (server.address() as AddressInfo).port;
}

/** A server of its own that answers everything so. */
export const answering = async (answer: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listening(createServer(answer))}`;
