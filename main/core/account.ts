/**
 * Whose the things here are. What a person writes belongs to the account that is signed in at that moment and goes to no
 * other (invariant 11). An account is a desk and a requester; before it has answered once, only its address is known.
 */
import { createHash } from 'node:crypto';
import type { Account } from '#shared/contract.ts';
import type { AccountName } from '#shared/model.ts';
import { ownerOf } from './store/settings.ts';
import type { Store } from './store/store.ts';

/** Names are kept of so many accounts; the ones that answered last. */
const MOST_NAMES = 50;
/** No person types a longer address, and the settings stay small. */
const LONGEST_ADDRESS = 2048;

/**
 * An account that has not answered yet, by what is known of it: its address, and a trace of its token, so that another
 * person's token at the same address is another account. No account that has answered could be called so: `%` never
 * stands alone in the name of one.
 */
export const unconfirmed = (url: string, token: string): string =>
  `% ${url} ${createHash('sha256').update(token).digest('hex').slice(0, 16)}`;
export const isConfirmed = (owner: string): boolean => !owner.startsWith('% ');

/** What somebody signs in with: the address, and what an account is called by it until it answers. */
export type SignIn = { url: string; link: string };

/** The account that is signed in, as far as it is known; null when there is no desk. */
export const accountHere = (store: Store): string | null => store.settings.get('here');

/** True when something was written for another account than the one that has answered here. */
export function isOthers(store: Store, owner: string | null): boolean {
  const here = accountHere(store);
  return owner !== null && here !== null && isConfirmed(here) && owner !== here;
}

/** The names of an account that has answered here once; null for any other. */
export function accountName(store: Store, owner: string | null): AccountName | null {
  return (owner !== null && store.settings.get('accounts')?.[owner]) || null;
}

/**
 * The accounts for which something waits that would not go to whoever answers at `signIn`. `answers` is the account that
 * does; null when it cannot be asked, and then each is judged by its address. For what waits for another account than the
 * one here already, nothing changes.
 */
export function leftBy(store: Store, signIn: SignIn, answers: string | null): string[] {
  const here = accountHere(store);
  const names = store.settings.get('accounts') ?? {};
  const owners = [...Object.keys(names), ...store.operations.list().map(({ owner }) => owner), here];
  const isTaken = (owner: string): boolean => {
    if (owner === signIn.link || owner === answers) return true;
    if (answers !== null || !isConfirmed(owner)) return false;
    const url = names[owner]?.url ?? (owner === here ? store.settings.get('deskUrl') : null);
    return url === signIn.url;
  };
  return [...new Set(owners)].filter((owner): owner is string => {
    if (owner === null || isTaken(owner) || isOthers(store, owner)) return false;
    const { waiting, drafts } = store.operations.countOf(owner);
    return waiting + drafts > 0;
  });
}

/**
 * Signs in with an address and token, or with none. Unless it was signed in with these before, nobody knows who it is
 * until the account answers.
 */
export function signInWith(store: Store, link: string | null): void {
  const before = store.settings.get('link');
  if (link === before) return;
  store.transaction(() => {
    // An earlier version noted no link. What its account gives, a number to call for instance, may be needed right now.
    if (before !== null) store.settings.clear('account');
    if (link === null) {
      store.settings.clear('here');
      store.settings.clear('link');
    } else {
      store.settings.set('here', link);
      store.settings.set('link', link);
    }
  });
}

/**
 * What was written here before any account had answered goes along with another address and token (`link`): whoever answers
 * there takes it, and nobody else.
 */
export function bringAlong(store: Store, link: string): void {
  const here = accountHere(store);
  if (here !== null && !isConfirmed(here)) store.transaction(() => store.operations.handOver(here, link));
}

/** The account has answered. What was written for it before it had a name is its own from now on. */
export function confirmAccount(store: Store, { url, link }: SignIn, account: Account): string {
  const owner = ownerOf(account);
  store.transaction(() => {
    const { [owner]: _, ...others } = store.settings.get('accounts') ?? {};
    const names = Object.entries(others).slice(1 - MOST_NAMES);
    const name = {
      desk: account.desk.name,
      requester: account.requester.name,
      url: url.length <= LONGEST_ADDRESS ? url : null,
    };
    store.settings.set('accounts', Object.fromEntries([...names, [owner, name]]));
    store.settings.set('account', account);
    store.operations.adopt(owner, link);
    store.settings.set('here', owner);
    store.settings.set('link', link);
  });
  return owner;
}
