/** The support API over HTTP. */
import { createParser } from 'eventsource-parser';
import { z } from 'zod';
import {
  Account,
  CHAT_EVENT,
  ChatState,
  DeskAttachment,
  DeskMessage,
  PATHS,
  POKE_EVENT,
  ReceivedChanges,
  ReceivedTicket,
  STREAM_HEARTBEAT_SECONDS,
} from '#shared/contract.ts';
import type { AttachmentId, TicketId } from '#shared/ids.ts';
import { ANSWER_WITHIN_MS, type Asking, deadline, deskHttp, read, unreachable } from './http.ts';
import type { DeskAnswer, DeskPort, Write } from './port.ts';
import { sendFile } from './tus.ts';
import { verdict } from './verdict.ts';

/** Three missed heartbeats: the stream is dead although the connection looks alive. */
const SILENCE_MS = 3 * STREAM_HEARTBEAT_SECONDS * 1000;

type Question = {
  method: 'GET' | 'PUT' | 'PATCH' | 'POST';
  path: string;
  write?: Write & { ifMatch?: string };
};

export function restDesk(address: string, token: string, ports: Asking): DeskPort {
  const { clock } = ports;
  const http = deskHttp(token, ports);

  async function ask<T>({ method, path, write }: Question, schema: z.ZodType<T>): Promise<DeskAnswer<T>> {
    try {
      const answer = await http.exchange({
        method,
        url: `${address}${path}`,
        headers: {
          accept: 'application/json',
          ...(write && { 'content-type': 'application/json', 'idempotency-key': write.key }),
          // The value of the ETag, a quoted string (RFC 9110 section 8.8.3).
          ...(write?.ifMatch !== undefined && { 'if-match': `"${write.ifMatch}"` }),
        },
        // The very bytes from the store: serialising again could change them between tries (invariant 2).
        body: write?.body,
      });
      return verdict(answer, schema, clock.now());
    } catch (error) {
      return unreachable(error);
    }
  }

  const findAttachment = async (ticketId: TicketId, id: AttachmentId) =>
    orNone(await ask({ method: 'GET', path: PATHS.attachment(ticketId, id) }, DeskAttachment));

  return {
    account: () => ask({ method: 'GET', path: PATHS.account }, Account),
    createTicket: (id, write) => ask({ method: 'PUT', path: PATHS.ticket(id), write }, ReceivedTicket),
    changeTicket: (id, write) => ask({ method: 'PATCH', path: PATHS.ticket(id), write }, ReceivedTicket),
    findTicket: async (id) => orNone(await ask({ method: 'GET', path: PATHS.ticket(id) }, ReceivedTicket)),
    findMessage: async (ticketId, id) =>
      orNone(await ask({ method: 'GET', path: PATHS.message(ticketId, id) }, DeskMessage)),
    addMessage: (ticketId, id, write) =>
      ask({ method: 'PUT', path: PATHS.message(ticketId, id), write }, DeskMessage),
    changes: (cursor) => {
      const query = cursor === null ? '' : `?${new URLSearchParams({ cursor })}`;
      return ask({ method: 'GET', path: `${PATHS.changes}${query}` }, ReceivedChanges);
    },

    async upload(file, hooks) {
      const { ticketId, attachmentId } = file.submission;
      if (file.mayBeThere) {
        const known = await findAttachment(ticketId, attachmentId);
        if (known.kind !== 'answered') return known;
        if (known.value !== null) return { ...known, value: known.value };
      }
      const sent = await sendFile(address, file, hooks, { http, now: clock.now });
      if (sent.kind !== 'answered') return sent;
      const made = await findAttachment(ticketId, attachmentId);
      if (made.kind !== 'answered') return made;
      if (made.value !== null) return { ...made, value: made.value };
      // A desk that has had every byte since before this try will not make a file of them any more.
      if (sent.value === 'was_whole') hooks.progress({ uploadUrl: null, sentBytes: 0 });
      return { kind: 'later', failure: { code: 'desk_answer_unfit' }, afterMs: null };
    },
    findAttachment,

    async download(ticketId, id, take) {
      const patience = deadline(clock, ANSWER_WITHIN_MS);
      const next = <T>(promise: Promise<T>) => promise.catch((error: unknown) => unreachable(error));
      try {
        const url = `${address}${PATHS.attachmentContent(ticketId, id)}`;
        const response = await next(http.send({ method: 'GET', url }, patience.signal));
        if ('kind' in response) return response;
        if (response.status !== 200 || response.body === null) {
          const answer = await next(read(response, patience));
          return 'kind' in answer ? answer : verdict(answer, z.never(), clock.now());
        }
        for (const reader = response.body.getReader(); ; ) {
          patience.restart(ANSWER_WITHIN_MS);
          const piece = await next(reader.read());
          if ('kind' in piece) return piece;
          if (piece.done) return { kind: 'answered', status: response.status, value: 'whole' };
          take(piece.value);
        }
      } finally {
        patience.abort();
        patience.cancel();
      }
    },

    chat: async (ticketId) => orNone(await ask({ method: 'GET', path: PATHS.chat(ticketId) }, ChatState)),
    typing: (ticketId) => ask({ method: 'POST', path: PATHS.chatTyping(ticketId) }, z.unknown()),

    async listen(on, signal) {
      const patience = deadline(clock, ANSWER_WITHIN_MS);
      const stop = () => patience.abort();
      signal.addEventListener('abort', stop);
      try {
        const response = await http.send(
          { method: 'GET', url: `${address}${PATHS.stream}`, headers: { accept: 'text/event-stream' } },
          patience.signal,
        );
        const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
        if (!response.ok || !isStream || response.body === null) {
          const answer = verdict(await read(response, patience), ReceivedChanges, clock.now());
          return answer.kind === 'answered'
            ? { kind: 'later', failure: { code: 'desk_answer_unfit' }, afterMs: null }
            : answer;
        }
        // What happened between the last pull and this moment poked nobody.
        on.poke();
        on.chat(null);
        const parser = createParser({
          onEvent: (event) => {
            if (event.event === POKE_EVENT) on.poke();
            const chat = event.event === CHAT_EVENT ? readChat(event.data) : null;
            if (chat !== null) on.chat(chat);
          },
        });
        const decoder = new TextDecoder();
        const reader = response.body.getReader();
        for (;;) {
          patience.restart(SILENCE_MS);
          const { done, value } = await reader.read();
          if (done) return { kind: 'answered', status: response.status, value: 'ended' };
          parser.feed(decoder.decode(value, { stream: true }));
        }
      } catch (error) {
        return unreachable(error);
      } finally {
        signal.removeEventListener('abort', stop);
        patience.cancel();
      }
    },
  };
}

/** What an event says of a chat; null when it does not fit, because nothing hangs on it. */
function readChat(text: string): ChatState | null {
  try {
    return ChatState.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The desk's own "not found" is an answer to a look-up. */
function orNone<T>(answer: DeskAnswer<T>): DeskAnswer<T | null> {
  if (answer.kind !== 'refused' || answer.status !== 404) return answer;
  return { kind: 'answered', status: 404, value: null };
}
