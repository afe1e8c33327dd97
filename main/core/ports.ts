/** Everything that core takes from outside. The shell passes the real ones, simulation passes its own. */
import type { RandomBytes } from '#shared/ids.ts';
import type { Notice, NoticeOutcome, SecretName } from '#shared/wire.ts';

export type Clock = {
  /** Milliseconds since 1970. May jump either way: nothing is ordered by it. */
  now(): number;
  /** Calls `action` once after `ms`, until the returned function is called. */
  after(ms: number, action: () => void): () => void;
};

export type Random = {
  bytes: RandomBytes;
  /** Uniform in [0, 1). */
  fraction(): number;
};

export type Secrets = {
  read(name: SecretName): Promise<string | null>;
  write(name: SecretName, value: string): Promise<void>;
  /** What keeps them, in Electron's words; `basic_text` is no protection. */
  backend(): Promise<string>;
};

export type Notifier = { show(notice: Notice): Promise<NoticeOutcome> };

export type Ports = {
  clock: Clock;
  random: Random;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  secrets: Secrets;
  notifier: Notifier;
  /** Folder of the store; made when missing. */
  folder: string;
  /** A desk that the app was started with; used only while the settings name none. */
  startedWith: { url: string; token: string } | null;
};
