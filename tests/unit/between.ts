/** Somebody between core and the desk who answers in the desk's place, over real HTTP on loopback. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import type { Ports } from '../../main/core/ports.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

export type Between = {
  /** Core's fetch: what `meets` says yes to goes here, everything else to the desk. */
  fetch: Ports['fetch'];
  /** How many requests came here. */
  met(): number;
  /** Resolves when as many as that have come. */
  hasMet(many: number): Promise<void>;
};

/** Ends with the test. `met` counts the request that is being answered. */
export async function between(
  meets: (url: URL, method: string) => boolean,
  answer: (response: ServerResponse, request: IncomingMessage, met: number) => void,
): Promise<Between> {
  let met = 0;
  const server = createServer((request, response) => {
    met += 1;
    request.resume();
    answer(response, request, met);
    server.emit('met');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({
    close() {
      server.close();
      server.closeAllConnections();
    },
  });
  const { port } = server.address() as AddressInfo;
  return {
    fetch(url, init) {
      const wanted = new URL(url);
      if (!meets(wanted, init.method ?? 'GET')) return fetch(url, init);
      return fetch(`http://127.0.0.1:${port}${wanted.pathname}${wanted.search}`, init);
    },
    met: () => met,
    async hasMet(many) {
      while (met < many) await once(server, 'met');
    },
  };
}
