/** A redirect carries neither the token nor a word to an address that nobody configured (invariant 11). */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { core } from './running-core.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: (url: string) => { status: number; location?: string }) {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
    const { status, location } = answer(request.url ?? '');
    response.writeHead(status, location === undefined ? {} : { location }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test.each([301, 302, 303, 307, 308])('%i: the address that it names hears nothing', async (status) => {
  const elsewhere = await serve(() => ({ status: 200 }));
  const door = await serve((path) => ({ status, location: `${elsewhere.url}${path}` }));
  const running = core({ desk: { url: door.url, token: 'secret' } });
  const id = await running.draft();
  await running.handle('ticket.submit', { id });
  await running.handle('settings.checkDesk', { url: `${door.url}/v2`, token: 'secret' }).catch(() => {});
  await expect.poll(() => door.heard.length).toBeGreaterThan(2);
  expect(elsewhere.heard).toEqual([]);
});
