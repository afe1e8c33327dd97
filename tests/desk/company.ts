/** The requesters of one company at this desk: who a token belongs to, and whose tickets they see. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Change, DeskTicket, Person } from '#shared/contract.ts';
import type { TicketId } from '#shared/ids.ts';
import type { SentAccount } from './schemas.ts';
import type { Store } from './store.ts';

/** Another requester of the company than the one that the desk is started for. */
export type CompanyMember = SentAccount['requester'] & { token: string };

const personIn = ({ requester }: SentAccount): Person => ({ id: requester.id, name: requester.name });
const digest = (text: string) => createHash('sha256').update(text).digest();

/** The account as this desk gives it: a super admin sees the tickets of the company, and may file for everybody in it. */
function asSent(account: SentAccount, people: readonly Person[]): SentAccount {
  const isSuperAdmin = account.requester.role === 'super_admin';
  const others = people.filter(({ id }) => id !== account.requester.id);
  return {
    ...account,
    scope: isSuperAdmin && others.length > 0 ? 'company' : account.scope,
    colleagues: isSuperAdmin && others.length > 0 ? others : account.colleagues,
  };
}

export function openCompany(first: SentAccount, token: string, others: readonly CompanyMember[]) {
  const members = others.map(({ token: theirs, ...requester }) => ({
    token: theirs,
    account: { ...first, requester },
  }));
  const all = [{ token, account: first }, ...members];
  const people = all.map(({ account }) => personIn(account));
  const accounts = all.map((one) => ({
    token: one.token,
    digest: digest(one.token),
    account: asSent(one.account, people),
  }));
  const [main] = accounts;
  if (main === undefined) throw new Error('A company has one requester at least.');

  return {
    /** Whom the desk was started for. */
    main: main.account,
    /** Whose token a request brings; null for one that nobody has. */
    whose(authorization: string | null | undefined): SentAccount | null {
      const [, given] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
      if (given === undefined) return null;
      const asked = digest(given);
      return accounts.find((one) => timingSafeEqual(one.digest, asked))?.account ?? null;
    },
    /** The token of a requester; null for somebody else. */
    tokenOf: (id: string): string | null =>
      accounts.find(({ account }) => account.requester.id === id)?.token ?? null,
  };
}
export type Company = ReturnType<typeof openCompany>;

/** Those whose ticket it is: the requester, and who filed it. */
export const peopleOf = ({ requester, filedBy }: DeskTicket): (string | null)[] => [
  requester.id,
  filedBy?.id ?? null,
];

const isOneOf = (account: SentAccount, people: readonly (string | null)[]): boolean =>
  people.includes(account.requester.id);

/** True for a ticket that this account may change: its requester's own, or one that they filed. */
export const mayChange = (account: SentAccount, ticket: DeskTicket): boolean =>
  ticket.requester.id === null || isOneOf(account, peopleOf(ticket));

/** True for a ticket that the desk shows to this account. */
export const maySee = (account: SentAccount, ticket: DeskTicket): boolean =>
  account.scope === 'company' || mayChange(account, ticket);

/** The ticket, if there is one and this account may see it. */
export function ticketFor(store: Store, account: SentAccount, id: TicketId): DeskTicket | undefined {
  const ticket = store.ticket(id)?.ticket;
  return ticket !== undefined && maySee(account, ticket) ? ticket : undefined;
}

/** True for a change that the log tells this account of. Of help pages everybody is told. */
export function mayHear(store: Store, account: SentAccount, change: Change): boolean {
  switch (change.kind) {
    case 'ticket':
      return maySee(account, change.ticket);
    case 'message':
      return ticketFor(store, account, change.message.ticketId) !== undefined;
    case 'attachment':
      return ticketFor(store, account, change.attachment.ticketId) !== undefined;
    case 'deleted': {
      const people = store.peopleOfDeletion(change.deletion.id);
      return account.scope === 'company' || people === null || isOneOf(account, people);
    }
    case 'article':
    case 'article_deleted':
      return true;
  }
}
