/** Small named values: preferences, the desk's address, the account, the cursor. Each has its schema. */
import { z } from 'zod';
import { Account, Scope, StatusLine } from '#shared/contract.ts';
import { AccountName, Preferences, StoreHealth } from '#shared/model.ts';
import { NoticeId } from '#shared/wire.ts';
import type { Db } from '../ports.ts';

type Values = {
  preferences: Preferences;
  deskUrl: string;
  account: Account;
  /** The account that is signed in, or the address of one that has not answered yet; see `account.ts`. */
  here: string;
  /** What it was signed in with. */
  link: string;
  /** The names of all accounts that ever answered here. */
  accounts: Record<string, AccountName>;
  /** Where the pull of changes stands, for each desk and requester: the cursor of another means nothing here. */
  cursors: Record<string, Cursor>;
  /** Set when the store was rebuilt: answers that are new to it are to be told, they are no history. */
  tellAfterRebuild: boolean;
  /** What was done when the store was rebuilt, until the person has seen it. */
  recovery: NonNullable<StoreHealth['recovery']>;
  /** What this run of the app has told and not taken off the screen, the oldest first. */
  onScreen: OnScreen[];
  /** What the desk says of itself. */
  statusLine: KeptStatusLine;
};

/** What a desk last said of itself, and what the person wants to be told of. */
export const KeptStatusLine = z.object({
  owner: z.string(),
  line: StatusLine.nullable(),
  heardAt: z.int(),
  /** What is followed, with the words that were last told of it. */
  followed: z.object({ id: z.string(), told: z.string() }).nullable(),
});
export type KeptStatusLine = z.infer<typeof KeptStatusLine>;

/** One notification on the screen, and the notices that it stands for. */
export const OnScreen = z.object({ id: NoticeId, covers: z.array(NoticeId) });
export type OnScreen = z.infer<typeof OnScreen>;

/** Whose tickets these are: another requester sees others, even at the same desk. */
export function ownerOf({ desk, requester }: Pick<Account, 'desk' | 'requester'>): string {
  return [desk.id, requester.id].map(inOneWord).join(' ');
}

/** The account of another requester at the same desk as `owner`. */
export const colleagueOf = (owner: string, requesterId: string): string =>
  `${owner.split(' ')[0]} ${inOneWord(requesterId)}`;

export const isSameDesk = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && one.split(' ')[0] === other.split(' ')[0];

/** The desk's id of the requester of an account. */
export const requesterIdOf = (owner: string): string =>
  (owner.split(' ')[1] ?? '').replaceAll('%20', ' ').replaceAll('%25', '%');

/** No two pairs of ids make the same name, whatever characters are in them. */
const inOneWord = (id: string): string => id.replaceAll('%', '%25').replaceAll(' ', '%20');

/** A place in the desk's changes. */
export const Cursor = z.object({
  /** Null means from the start. */
  value: z.string().nullable(),
  /** True once the history that a first pull brings has all come. */
  caughtUp: z.boolean(),
  /** Counts the readings from the start. */
  reading: z.int(),
  /** True while a reading from the start is under way: at its end, what it did not tell of is gone. */
  whole: z.boolean(),
  /** Set while a whole reading that left out a lot waits to be said a second time. */
  held: z
    .object({
      shows: z.int(),
      of: z.int(),
      /** True for the reading that says it a second time. */
      again: z.boolean(),
    })
    .nullable()
    .default(null),
  /** Whose tickets it has told of: what another scope shows besides came before this place. */
  scope: Scope.default('own'),
});
export type Cursor = z.infer<typeof Cursor>;

/** A reading from the start tells of everything: what the journal brought back and it leaves out is gone. */
export const FIRST_CURSOR: Cursor = {
  value: null,
  caughtUp: false,
  reading: 1,
  whole: true,
  held: null,
  scope: 'own',
};
type Name = keyof Values;

const SCHEMAS: { [N in Name]: z.ZodType<Values[N]> } = {
  preferences: Preferences,
  deskUrl: z.string(),
  account: Account,
  here: z.string(),
  link: z.string(),
  accounts: z.record(z.string(), AccountName),
  cursors: z.record(z.string(), Cursor),
  tellAfterRebuild: z.boolean(),
  recovery: StoreHealth.shape.recovery.unwrap(),
  onScreen: z.array(OnScreen),
  statusLine: KeptStatusLine,
};

export function openSettings(db: Db) {
  const select = db.prepare('SELECT value FROM setting WHERE name = ?').pluck();
  const upsert = db.prepare(
    'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const remove = db.prepare('DELETE FROM setting WHERE name = ?');

  return {
    /** The value, or null when it was never set or no longer fits its schema. */
    get<N extends Name>(name: N): Values[N] | null {
      const stored = select.get(name);
      if (typeof stored !== 'string') return null;
      const parsed = SCHEMAS[name].safeParse(JSON.parse(stored));
      return parsed.success ? parsed.data : null;
    },
    set<N extends Name>(name: N, value: Values[N]): void {
      upsert.run(name, JSON.stringify(value));
    },
    clear(name: Name): void {
      remove.run(name);
    },
  };
}
export type SettingsStore = ReturnType<typeof openSettings>;
