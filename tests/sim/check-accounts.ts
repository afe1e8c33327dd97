/** Invariant 11: what was written for an account arrives at no other, unless the person took it over. */
import { certainty, made } from './check-history.ts';
import type { Problem } from './checker.ts';
import { type Account, type Logs, MAIN } from './logs.ts';

type Owned = { place: number; owners: Set<Account> };

export function accounts(logs: Logs): Problem[] {
  const owned = ownersIn(logs);
  const problems = logs.arrivals.flatMap(({ kind, id, ticket, account, place, isLate }): Problem[] => {
    const last = owned.get(ticket)?.findLast((each) => each.place < place);
    if (last === undefined || last.owners.has(account) || isLate) return [];
    if (cameLate(logs, ticket, account, place)) return [];
    const { owners } = last;
    return [{ kind: 'misdirected', what: `${kind} ${id} of ${[...owners]} came to ${account}` }];
  });
  const places = new Map<string, Account>();
  for (const { id, account } of logs.final.desk.tickets) {
    // From there it had been taken back, for certain, before it came.
    if (cameLate(logs, id, account, Number.POSITIVE_INFINITY)) continue;
    const before = places.get(id) ?? account;
    places.set(id, before);
    if (before !== account)
      problems.push({ kind: 'duplicated', what: `ticket ${id} is with ${before} and with ${account}` });
  }
  return problems;
}

/** The account's desk got it from a copy that was late, and tells of it: then it is the account's as well. */
function cameLate(logs: Logs, ticket: string, account: Account, before: number): boolean {
  return made(logs, 'ticket').some(
    (each) => each.isLate && each.id === ticket && each.account === account && each.place < before,
  );
}

/** Whose each ticket may be, from each place on. A draft that core made itself is nobody's to judge. */
function ownersIn(logs: Logs): Map<string, Owned[]> {
  const owned = new Map<string, Owned[]>();
  let signedIn = new Set<Account>([MAIN]);
  const own = (ticket: string, place: number, more: Iterable<Account> = []): void => {
    owned.set(ticket, [...(owned.get(ticket) ?? []), { place, owners: new Set([...signedIn, ...more]) }]);
  };
  for (const deed of logs.deeds) {
    const sure = certainty(deed);
    if (sure === 'no') continue;
    if (deed.kind === 'signedIn') {
      signedIn = new Set(sure === 'sure' ? [deed.account] : [...signedIn, deed.account]);
    } else if (deed.kind === 'drafted' && deed.ticket !== null) own(deed.ticket, deed.place);
    else if (deed.kind === 'takenOver') {
      const before = owned.get(deed.ticket)?.at(-1)?.owners;
      // What the other desk may have stays with it, and the draft is a copy.
      if (deed.to !== null) own(deed.to, deed.place);
      else if (before !== undefined) own(deed.ticket, deed.place, before);
    }
  }
  return owned;
}
