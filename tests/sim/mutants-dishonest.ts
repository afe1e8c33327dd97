/** Bugs that only a desk shows which is not honest, or what stands between it and its client. */
import type { Mutant } from './mutants.ts';

export const DISHONEST_MUTANTS: readonly Mutant[] = [
  {
    name: 'much is marked as missing at the first reading',
    file: 'main/core/sync/absence.ts',
    find: 'return isALot(ticketsLeftOut',
    replace: 'return before !== null && isALot(ticketsLeftOut',
  },
  {
    name: 'absence blanks the text',
    file: 'main/core/store/tickets.ts',
    find: '`UPDATE message SET missing_since = @now,\n',
    replace: "`UPDATE message SET missing_since = @now, body = '',\n",
  },
  {
    name: 'what comes back keeps its mark',
    file: 'main/core/store/tickets.ts',
    find: `       deleted = NULL, missing_since = NULL,
       arrival = coalesce(arrival,`,
    replace: `       deleted = NULL,
       arrival = coalesce(arrival,`,
  },
  {
    name: 'what the desk has lost is never marked',
    file: 'main/core/store/tickets.ts',
    find: 'm.seen < @before LIMIT',
    replace: 'm.seen < 0 LIMIT',
  },
  {
    name: "a blank text takes a text's place",
    file: 'main/core/store/tickets.ts',
    find: "const isReplaced = `@body <> body AND trim(@body) <> ''`;",
    replace: 'const isReplaced = `@body <> body`;',
  },
  {
    name: 'a text that is replaced is thrown away',
    file: 'main/core/store/tickets.ts',
    find: "} AND body <> '' AND",
    replace: "} AND body = '' AND",
  },
  {
    name: "a ticket's words that the desk leaves out go",
    file: 'main/core/store/tickets.ts',
    find: '(name)} OR (@keepsOwn AND',
    replace: "(name)} = 'left out' AND (@keepsOwn AND",
  },
  {
    name: 'what waits goes over to whoever answers',
    file: 'main/core/store/operations.ts',
    find: "'UPDATE operation SET owner = @owner WHERE owner IS NULL OR owner = @before'",
    replace: "'UPDATE operation SET owner = @owner WHERE @before IS NOT NULL'",
  },
  {
    name: 'whoever answers first gets what was written for somebody who has not',
    file: 'main/core/account.ts',
    find: ".digest('hex').slice(0, 16)",
    replace: ".digest('hex').slice(0, 0)",
  },
  {
    name: "answer's id not checked",
    file: 'main/core/desk/rest.ts',
    find: 'id === wanted.id && ticketId === wanted.ticketId;',
    replace: "id !== '' && ticketId !== '';",
  },
  {
    name: 'message of one ticket taken into another',
    file: 'main/core/sync/changes.ts',
    find: "      return elsewhere(store, { ...message, what: 'message' });\n",
    replace: '      return null;\n',
  },
  {
    name: 'Retry-After of a proxy obeyed',
    file: 'main/core/desk/verdict.ts',
    find: '      isPromise: problem !== null,\n',
    replace: '      isPromise: true,\n',
  },
  {
    name: 'no rate limit on answers',
    file: 'main/core/desk/http.ts',
    find: 'brought < PACE.bytes',
    replace: 'brought < 0',
  },
  {
    name: 'pull keeps its back-off after a write arrived',
    file: 'main/core/sync/sync.ts',
    find: '      hurry = wake;\n',
    replace: '',
  },
  {
    name: 'HTML 403 retried for ever',
    file: 'main/core/outbox/refusals.ts',
    find: 'times >= LASTING.times ?',
    replace: 'times >= LASTING.times * 1000 ?',
  },
  {
    name: 'take-back without asking the desk',
    file: 'main/core/outbox/outbox.ts',
    find: "      if (!operation.exposed) return { kind: 'free' };\n      const desk = hooks.desk();\n",
    replace: "      if (operation.id !== '') return { kind: 'free' };\n      const desk = hooks.desk();\n",
  },
  {
    name: 'a portal signs out',
    file: 'main/core/desk/verdict.ts',
    find: "  if (status === 401 && isPage(answer)) return 'desk_not_a_desk';\n",
    replace: '',
  },
  {
    name: 'one misfit row stops the page',
    file: 'shared/received.ts',
    find: '  const read = ReceivedChange.safeParse(sent);\n',
    replace: `  const read = ReceivedChange.safeParse(sent);
  if (!read.success) throw new SyntaxError('misfit');
`,
  },
  {
    name: 'what could not be read is said to be unread for ever',
    file: 'main/core/sync/changes.ts',
    find: '  store.unread.wasRead(reading.owner, misfit.key);\n',
    replace: '',
  },
];
