/**
 * Whose the things here are. What a person writes belongs to the account that is signed in at that moment and goes to no
 * other (invariant 11). An account is a desk and a requester; before it has answered once, only its address is known.
 */
import type { Account } from '#shared/contract.ts';
import type { AccountName } from '#shared/model.ts';
import { ownerOf } from './store/settings.ts';
import type { Store } from './store/store.ts';

/** Names are kept of so many accounts; the ones that answered last. */
const MOST_NAMES = 50;

/** An account that has not answered yet. No account that has could be called so: `%` never stands alone in its name. */
const unconfirmed = (url: string): string => `% ${url}`;
const isConfirmed = (owner: string): boolean => !owner.startsWith('% ');

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

/** Another desk, another token or none: from here on nobody knows who is signed in, until that account answers. */
export function forgetAccount(store: Store, url: string | null): void {
  store.transaction(() => {
    store.settings.clear('account');
    if (url === null) {
      store.settings.clear('here');
      store.settings.clear('hereUrl');
    } else {
      store.settings.set('here', unconfirmed(url));
      store.settings.set('hereUrl', url);
    }
  });
}

/** The account at this address has answered. What was written for it before it had a name is its own from now on. */
export function confirmAccount(store: Store, url: string, account: Account): string {
  const owner = ownerOf(account);
  store.transaction(() => {
    const { [owner]: _, ...others } = store.settings.get('accounts') ?? {};
    const names = Object.entries(others).slice(1 - MOST_NAMES);
    const name = { desk: account.desk.name, requester: account.requester.name };
    store.settings.set('accounts', Object.fromEntries([...names, [owner, name]]));
    store.settings.set('account', account);
    store.operations.adopt(owner, unconfirmed(url));
    store.settings.set('here', owner);
    store.settings.set('hereUrl', url);
  });
  return owner;
}
