/** The support API over HTTP. */
import { z } from 'zod';
import {
  Account,
  BOUNDS,
  CHAT_EVENT,
  ChatState,
  type DeskAttachment,
  DeskTicket,
  PATHS,
  POKE_EVENT,
  STREAM_SILENCE_SECONDS,
} from '#shared/contract.ts';
import type { AttachmentId, TicketId } from '#shared/ids.ts';
import { ReceivedAttachment, ReceivedMessage, ReceivedPage, ReceivedTicket } from '#shared/received.ts';
import { chatNews } from './chat-news.ts';
import { spokenTime } from './desk-time.ts';
import { eventReader } from './event-reader.ts';
import {
  ANSWER_WITHIN_MS,
  type Asking,
  deadline,
  deskHttp,
  type HttpQuestion,
  LARGEST,
  pieces,
  read,
  untilSilent,
  wholeFileWithinMs,
} from './http.ts';
import { noAnswer } from './no-answer.ts';
import { type DeskAnswer, type DeskPort, type FileToSend, unfit, type Write } from './port.ts';
import { sendFile } from './tus.ts';
import { verdict } from './verdict.ts';

const SILENCE_MS = STREAM_SILENCE_SECONDS * 1000;
/** How an ETag can be written; a version that an earlier Lifeline took over may not be. */
const VERSION = DeskTicket.shape.version;

type Question = {
  method: 'GET' | 'PUT' | 'PATCH' | 'POST';
  path: string;
  write?: Write & { ifMatch?: string };
  /** The most bytes of a fitting answer. */
  largest?: number;
  /** See `HttpQuestion`. */
  list?: HttpQuestion['list'];
  /** True where nobody needs it to be asked anew on a new line: whoever asks does that, or it does not matter. */
  isAskedOnce?: boolean;
  signal?: AbortSignal | undefined;
};

export function restDesk(address: string, token: string, ports: Asking): DeskPort {
  const { clock } = ports;
  const http = deskHttp(token, ports);

  /** Asks, and says of a fitting answer what else came with it: the items of its list, and the desk's time. */
  async function askWhole<Schema extends z.ZodType>(
    { method, path, write, isAskedOnce = false, signal, largest = LARGEST.item, list }: Question,
    schema: Schema,
  ): Promise<{ said: DeskAnswer<z.infer<Schema>>; items: string[]; time: number | null }> {
    try {
      const exchange = isAskedOnce ? http.exchange : http.exchangeAnew;
      const answer = await exchange({
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
        isWanted: write?.isWanted,
        signal,
        largest,
        ...(list !== undefined && { list }),
      });
      const said = verdict(answer, schema, clock.now(), http.clean);
      return { said, items: answer.items, time: spokenTime(answer.headers) };
    } catch (error) {
      return { said: noAnswer(error, http.clean), items: [], time: null };
    }
  }

  /** Only an answer that fits is the desk's, and tells its time: anything else may come from anybody. */
  async function ask<Schema extends z.ZodType>(
    question: Question,
    schema: Schema,
    fits: (value: z.infer<Schema>) => boolean = () => true,
  ): Promise<DeskAnswer<z.infer<Schema>>> {
    const { said, time } = await askWhole(question, schema);
    if (said.kind === 'answered' && time !== null && fits(said.value)) ports.heardTime?.(time);
    return said;
  }

  /** An answer that is about something else than was asked for is none: nothing of it may be stored. */
  async function askAbout<Schema extends z.ZodType<Named>>(
    question: Question,
    schema: Schema,
    wanted: Named,
  ): Promise<DeskAnswer<z.infer<Schema>>> {
    const isAboutIt = ({ id, ticketId }: Named) => id === wanted.id && ticketId === wanted.ticketId;
    const answer = await ask(question, schema, isAboutIt);
    if (answer.kind !== 'answered' || isAboutIt(answer.value)) return answer;
    const { id, ticketId } = answer.value;
    const detail = http.clean(
      `asked for ${wanted.id}, and told of ${id}${ticketId === undefined ? '' : ` of ${ticketId}`}`,
    );
    ports.log?.(`unfit answer to ${question.method} ${question.path}: ${detail}`);
    return unfit(detail);
  }

  const findAttachment = async (ticketId: TicketId, id: AttachmentId) =>
    orNone(
      await askAbout({ method: 'GET', path: PATHS.attachment(ticketId, id) }, ReceivedAttachment, {
        id,
        ticketId,
      }),
    );

  return {
    account: (signal) =>
      ask(
        { method: 'GET', path: PATHS.account, isAskedOnce: true, signal, largest: LARGEST.account },
        Account,
      ),
    createTicket: (id, write) =>
      askAbout({ method: 'PUT', path: PATHS.ticket(id), write }, ReceivedTicket, { id }),
    changeTicket: async (id, write) =>
      VERSION.safeParse(write.ifMatch).success
        ? askAbout({ method: 'PATCH', path: PATHS.ticket(id), write }, ReceivedTicket, { id })
        : NO_SUCH_VERSION,
    findTicket: async (id) =>
      orNone(await askAbout({ method: 'GET', path: PATHS.ticket(id) }, ReceivedTicket, { id })),
    findMessage: async (ticketId, id) =>
      orNone(
        await askAbout({ method: 'GET', path: PATHS.message(ticketId, id) }, ReceivedMessage, {
          id,
          ticketId,
        }),
      ),
    addMessage: (ticketId, id, write) =>
      askAbout({ method: 'PUT', path: PATHS.message(ticketId, id), write }, ReceivedMessage, {
        id,
        ticketId,
      }),
    async changes(cursor, signal) {
      const query = cursor === null ? '' : `?${new URLSearchParams({ cursor })}`;
      const { said, items, time } = await askWhole(
        {
          method: 'GET',
          path: `${PATHS.changes}${query}`,
          isAskedOnce: true,
          signal,
          largest: LARGEST.page,
          list: { member: 'changes', most: BOUNDS.changes },
        },
        ReceivedPage,
      );
      if (said.kind !== 'answered') return said;
      const { cursor: next, more, changes: left } = said.value;
      if (items.length > 0 && left.length > 0) return unfit('two lists of changes in one page');
      // What was not taken apart is JSON all the same, written as nobody writes it.
      const changes = left.length > 0 ? left.map((one) => JSON.stringify(one)) : items;
      if (time !== null) ports.heardTime?.(time);
      return { ...said, value: { cursor: next, more, changes } };
    },

    async upload(file, hooks) {
      const { ticketId, attachmentId } = file.submission;
      if (file.mayBeThere) {
        const known = await findAttachment(ticketId, attachmentId);
        if (known.kind !== 'answered') return known;
        if (known.value !== null) return asSent({ ...known, value: known.value }, file);
      }
      const sent = await sendFile(address, file, hooks, { http, now: clock.now });
      if (sent.kind !== 'answered') return sent;
      const made = await findAttachment(ticketId, attachmentId);
      if (made.kind !== 'answered') return made;
      if (made.value !== null) return asSent({ ...made, value: made.value }, file);
      // A desk that has had every byte since before this try will not make a file of them any more.
      if (sent.value === 'was_whole') hooks.progress({ uploadUrl: null, sentBytes: 0 });
      return unfit();
    },
    findAttachment,

    async download(ticketId, id, take) {
      const patience = deadline(clock, ANSWER_WITHIN_MS);
      let cancelTotal = (): void => undefined;
      const next = <T>(promise: Promise<T>) => promise.catch((error: unknown) => noAnswer(error, http.clean));
      try {
        const url = `${address}${PATHS.attachmentContent(ticketId, id)}`;
        const response = await next(http.send({ method: 'GET', url }, patience.signal));
        if ('kind' in response) return response;
        if (response.status !== 200 || response.body === null) {
          const answer = await next(read(response, patience, clock));
          return 'kind' in answer ? answer : verdict(answer, z.never(), clock.now(), http.clean);
        }
        cancelTotal = clock.after(wholeFileWithinMs(response), patience.abort);
        for (const content = pieces(response, patience, clock); ; ) {
          const piece = await next(content.next());
          if ('kind' in piece) return piece;
          if (piece.done) return { kind: 'answered', status: response.status, value: 'whole' };
          take(piece.value);
        }
      } finally {
        cancelTotal();
        patience.abort();
        patience.cancel();
      }
    },

    chat: async (ticketId) => {
      const isAboutIt = (chat: ChatState) => chat.ticketId === ticketId;
      const answer = await ask({ method: 'GET', path: PATHS.chat(ticketId) }, ChatState, isAboutIt);
      return answer.kind === 'answered' && !isAboutIt(answer.value) ? unfit() : orNone(answer);
    },
    // Anything fits, so it proves nothing.
    typing: (ticketId) =>
      ask({ method: 'POST', path: PATHS.chatTyping(ticketId), isAskedOnce: true }, z.unknown(), () => false),

    async listen(on, signal) {
      const patience = deadline(clock, ANSWER_WITHIN_MS);
      const stop = () => patience.abort();
      const chats = chatNews(clock, on.chat);
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
      try {
        const response = await http.send(
          { method: 'GET', url: `${address}${PATHS.stream}`, headers: { accept: 'text/event-stream' } },
          patience.signal,
        );
        const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
        if (!response.ok || !isStream || response.body === null) {
          const answer = verdict(await read(response, patience, clock), z.unknown(), clock.now(), http.clean);
          return answer.kind === 'answered' ? unfit() : answer;
        }
        // What happened between the last pull and this moment poked nobody.
        on.poke();
        on.chat(null);
        const reader = eventReader(({ event, data }) => {
          if (event === POKE_EVENT) on.poke();
          if (event === CHAT_EVENT) chats.heard(data);
        });
        const decoder = new TextDecoder();
        for await (const piece of untilSilent(response, patience, SILENCE_MS)) {
          on.heard();
          reader.feed(decoder.decode(piece, { stream: true }));
        }
        return { kind: 'answered', status: response.status, value: 'ended' };
      } catch (error) {
        return noAnswer(error, http.clean);
      } finally {
        signal.removeEventListener('abort', stop);
        chats.stop();
        // Whatever still comes is nobody's any more.
        patience.abort();
        patience.cancel();
      }
    },
  };
}

/** A file that the desk has otherwise than it was sent has not arrived, whatever was confirmed on the way. */
function asSent(
  answer: Extract<DeskAnswer<DeskAttachment>, { kind: 'answered' }>,
  { submission, size }: FileToSend,
): DeskAnswer<DeskAttachment> {
  const { value } = answer;
  if (value.sha256 === submission.sha256 && value.size === size) return answer;
  const detail = `The desk has another file under this name: ${value.size} bytes, ${value.sha256}`;
  return { kind: 'refused', status: 422, failure: { code: 'attachment_damaged', detail } };
}

/** What a desk says to a version that it cannot have given: nobody needs to be asked. */
const NO_SUCH_VERSION: DeskAnswer<never> = {
  kind: 'refused',
  status: 412,
  failure: { code: 'edit_conflict' },
};

/** What an answer is about. */
type Named = { id: string; ticketId?: string };

/** The desk's own "not found" is an answer to a look-up. */
function orNone<T>(answer: DeskAnswer<T>): DeskAnswer<T | null> {
  if (answer.kind !== 'refused' || answer.status !== 404) return answer;
  return { kind: 'answered', status: 404, value: null };
}
