/** The reference desk: a real support desk on this computer, for tests and for trying Lifeline out. */
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createAdaptorServer } from '@hono/node-server';
import { CHAT_EVENT, type Deletion, STREAM_HEARTBEAT_SECONDS } from '#shared/contract.ts';
import { idMaker, type RandomBytes } from '#shared/ids.ts';
import { deskAccount } from './account.ts';
import { supportApi } from './api.ts';
import { chatRoom } from './chats.ts';
import { type CompanyMember, openCompany } from './company.ts';
import { contentResponse } from './content.ts';
import { FaultPlan, faultSwitch } from './faults.ts';
import { openFileRoom } from './fileRoom.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import { pokeStreams } from './pokes.ts';
import { drawnSeed } from './random.ts';
import { loadSample } from './sample.ts';
import type { SentAccount } from './schemas.ts';
import { type SpecialistDesk, specialistDesk } from './specialistDesk.ts';
import { specialistPage } from './specialistPage.ts';
import { openStore } from './store.ts';

export type DeskOptions = {
  /** 0, the default, takes any free port. */
  port?: number;
  /** A folder, or `:memory:`. */
  data?: string;
  /** Fills an empty desk with believable tickets. */
  sample?: boolean;
  /** With the sample, the tickets of the months before it as well. */
  history?: boolean;
  /** Milliseconds since 1970. */
  clock?: () => number;
  random?: RandomBytes;
  /** Absent means the one that is kept with the data, made on the first start. */
  token?: string;
  keyRetentionHours?: number;
  heartbeatSeconds?: number;
  /** Another desk than the sample's: its `desk.id`. */
  deskId?: string;
  /** Another person than the sample's, or the same in another role. */
  requester?: Partial<SentAccount['requester']>;
  /** Others of the same company, each with a token of their own: a super admin then sees the tickets of all. */
  company?: readonly CompanyMember[];
  /** What else shall be different from the sample account. */
  account?: Partial<SentAccount>;
  /** Endings of files that the desk does not take, such as `.exe`. */
  refusedEndings?: string[];
};

export type Desk = {
  url: string;
  token: string;
  account: SentAccount;
  /** The token of another requester of the company; null for somebody else. */
  tokenOf(requesterId: string): string | null;
  /** What goes wrong on purpose; the seed of a plan repeats what its rates drew. */
  faults: {
    set(...faults: FaultPlan['faults']): void;
    plan(plan: FaultPlan): void;
    clear(): void;
    state(): { seed: number; faults: (FaultPlan['faults'][number] & { met: number })[] };
  };
  specialist: SpecialistDesk;
  ledger(): Ledger;
  /** How many clients listen to the stream: those that have read all there is. */
  listeners(): number;
  /** Forgets every cursor given so far: the next pull with one is answered 410. */
  expireCursors(): void;
  /**
   * Loses tickets with all that is in them, messages or files, as a desk does that was put back from an older backup:
   * nothing tells of it, and every cursor is expired.
   */
  lose(what: Deletion['what'], ids: readonly string[]): void;
  /** Ends every connection at once. */
  close(): Promise<void>;
};

const systemRandom: RandomBytes = (length) => randomFillSync(new Uint8Array(length));

/** Starts a desk on 127.0.0.1. Rejects when the port is taken. */
export async function startDesk(options: DeskOptions = {}): Promise<Desk> {
  const { clock = Date.now, random = systemRandom, data = ':memory:' } = options;
  const store = openStore(data, random);
  const files = openFileRoom(data);
  const token = options.token ?? store.token();
  const own = deskAccount(options.keyRetentionHours ?? 72, options.account, options);
  const company = openCompany(own, token, options.company ?? []);
  const account = company.main;
  if (options.sample) {
    const others = (options.company ?? []).map(({ token: theirs }) => company.whose(`Bearer ${theirs}`));
    loadSample(store, account, clock(), {
      history: options.history ?? false,
      others: others.filter((other) => other !== null),
    });
  }

  const closing = new AbortController();
  const switched = faultSwitch(drawnSeed(random));
  const silent = () => switched.isOn('halfOpen', '/v1/stream');
  const heartbeat = options.heartbeatSeconds ?? STREAM_HEARTBEAT_SECONDS;
  const streams = pokeStreams(heartbeat, silent);
  const pageStreams = pokeStreams(heartbeat, () => false);
  const changed = () => {
    streams.poke();
    pageStreams.poke();
  };
  const chats = chatRoom((chat) => {
    streams.tell(CHAT_EVENT, chat);
    pageStreams.poke();
  });
  const specialist = specialistDesk({
    store,
    files,
    account,
    chats,
    ids: idMaker(clock, random),
    changed,
    clock,
  });
  const plan = (wanted: FaultPlan) => {
    switched.set(FaultPlan.parse(wanted));
    if (switched.isOn('down', '/v1/stream')) streams.cut();
    streams.catchUp();
  };

  const app = supportApi({
    store,
    files,
    company,
    chats,
    refusedEndings: options.refusedEndings ?? [],
    streams,
    changed,
    faults: switched,
    clock,
    closing: closing.signal,
  });
  app.route(
    '/',
    specialistPage({
      specialist,
      content(id) {
        const found = store.attachment(id);
        return found === undefined ? null : contentResponse(files, found, undefined);
      },
      largestAttachmentBytes: account.largestAttachmentBytes,
      streams: pageStreams,
      clock,
      faults: { set: plan, state: switched.state },
    }),
  );

  // The store of tus makes its folder in the background: a desk that was closed before would have none any more.
  await mkdir(files.folder, { recursive: true });
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(options.port ?? 0, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    streams.stop();
    pageStreams.stop();
    store.close();
    files.close();
    throw error;
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');

  let closed: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${address.port}`,
    token,
    account,
    tokenOf: company.tokenOf,
    faults: {
      set: (...faults) => plan({ faults }),
      plan,
      clear: () => plan({ faults: [] }),
      state: switched.state,
    },
    specialist,
    ledger: () => ledgerOf(store, files),
    listeners: streams.count,
    expireCursors: () => store.renameLog(),
    lose(what, ids) {
      store.together(() => {
        for (const id of ids) store.lose(what, id);
        store.renameLog();
      });
      changed();
    },
    close() {
      closed ??= (async () => {
        const ended = once(server, 'close');
        closing.abort();
        streams.stop();
        pageStreams.stop();
        server.close();
        if ('closeAllConnections' in server) server.closeAllConnections();
        await ended;
        store.close();
        files.close();
      })();
      return closed;
    },
  };
}
