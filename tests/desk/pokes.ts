/** The stream: it says "there are changes, come and pull", and how chats stand. */
import type { Socket } from 'node:net';
import { POKE_EVENT } from '#shared/contract.ts';
import type { TicketId } from '#shared/ids.ts';

const POKE = `event: ${POKE_EVENT}\ndata: {}\n\n`;
const HEARTBEAT = ': here\n\n';

/** Those who listen to the stream. While `silent` says so, nothing is written and nothing is closed. */
export function pokeStreams(heartbeatSeconds: number, silent: () => boolean) {
  const streams = new Map<Socket, { send: (text: string) => void; sees: (ticketId: TicketId) => boolean }>();
  let missed = false;
  const say = (text: string) => {
    for (const { send } of streams.values()) send(text);
  };
  const poke = () => {
    missed = silent();
    if (!missed) say(POKE);
  };
  const beat = setInterval(() => {
    if (!silent()) say(HEARTBEAT);
  }, heartbeatSeconds * 1000);
  beat.unref();

  return {
    poke,
    /** Says one event of a ticket to those who see it; those who are cut off from it ask when they are back. */
    tell(event: string, data: { ticketId: TicketId }) {
      if (silent()) return;
      for (const { send, sees } of streams.values()) {
        if (sees(data.ticketId)) send(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      }
    },
    /** Gives the poke that silence held back, as a connection that comes to life again would. */
    catchUp() {
      if (missed) poke();
    },
    /** An answer that pokes at once, and then after every commit. `sees` says whose tickets it may tell of. */
    open(socket: Socket, sees: (ticketId: TicketId) => boolean = () => true): Response {
      const encoder = new TextEncoder();
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          const send = (text: string) => controller.enqueue(encoder.encode(text));
          streams.set(socket, { send, sees });
          send(POKE);
        },
        cancel() {
          streams.delete(socket);
        },
      });
      const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
      return new Response(body, { headers });
    },
    /** How many listen. */
    count: (): number => streams.size,
    /** Cuts every open stream. */
    cut() {
      for (const socket of streams.keys()) socket.destroy();
    },
    stop: () => clearInterval(beat),
  };
}
export type PokeStreams = ReturnType<typeof pokeStreams>;
