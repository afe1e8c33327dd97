/** Bugs planted into the product's source, each as one replacement. The simulation must catch every one. */

import { BOUNDS_MUTANTS } from './mutants-bounds.ts';
import { DISHONEST_MUTANTS } from './mutants-dishonest.ts';

export type Mutant = {
  name: string;
  file: string;
  /** Stands exactly once in the file. */
  find: string;
  replace: string;
  /** `histories`: it shows with several computers of one account; without it, with one. */
  under?: 'histories';
};

/** The source with the bug in it. Throws when the product has changed so that the bug no longer applies. */
export function mutated({ name, file, find, replace }: Mutant, source: string): string {
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`"${name}" does not apply: its text must stand exactly once in ${file}`);
  }
  return `${before}${replace}${after}`;
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'acknowledged before the commit',
    file: 'main/core/commands.ts',
    find: `      change(id, () => {
        ticketIn(id, 'draft');
        store.tickets.saveForm(id, patch, savedAt);
      });`,
    replace: `      ticketIn(id, 'draft');
      clock.after(200, () => {
        try {
          change(id, () => store.tickets.saveForm(id, patch, savedAt));
        } catch {}
      });`,
  },
  {
    name: 'cursor outside the transaction',
    file: 'main/core/sync/changes.ts',
    find: `  return store.transaction(() => {
    const cursor = cursorOf(store, owner);
    const pageOf`,
    replace: `  if (end) store.transaction(() => setCursor(store, owner, { ...cursorOf(store, owner), value: end.cursor }));
  return store.transaction(() => {
    const cursor = cursorOf(store, owner);
    const pageOf`,
  },
  {
    name: 'fresh key on retry',
    file: 'main/core/outbox/outbox.ts',
    find: 'const write = { key: operation.key,',
    replace: 'const write = { key: operation.tries > 0 ? ids.operation() : operation.key,',
  },
  {
    name: 'body serialised again on retry',
    file: 'main/core/outbox/outbox.ts',
    find: 'body: operation.body, isWanted };',
    replace: `body: operation.kind === 'change_ticket' ? operation.body : new TextEncoder().encode(JSON.stringify({
      ...JSON.parse(new TextDecoder().decode(operation.body)), writtenAt: new Date(clock.now()).toISOString() })), isWanted };`,
  },
  {
    name: 'swallowed 4xx',
    file: 'main/core/outbox/outbox.ts',
    find: `        store.operations.refuse(operation.id, {
          exposed: operation.exposed && answer.isCertain !== true,
          problem: answer.failure,
        });
`,
    replace: '        store.operations.drop(operation.id);\n',
  },
  {
    name: 'notice recorded before showing',
    file: 'main/core/notices.ts',
    find: 'const outcome = await shown(notice);',
    replace: `store.transaction(() => store.notices.record(covers, { outcome: 'shown' }, ports.clock.now()));
      const outcome = await shown(notice);`,
  },
  {
    name: 'notice recorded after showing',
    file: 'main/core/store/notices.ts',
    find: "'UPDATE notice SET while_closed = 1 WHERE outcome IS NULL'",
    // What was not shown when the process ended is then not on disk.
    replace: "'DELETE FROM notice WHERE outcome IS NULL'",
  },
  {
    name: 'notice never recorded',
    file: 'main/core/notices.ts',
    find: 'for (const { covers, outcome } of unrecorded) store.notices.record(covers, outcome, ports.clock.now());',
    replace: '',
  },
  {
    name: 'lane skipped on 401',
    file: 'main/core/outbox/outbox.ts',
    find: '        const named = namedIn(answer);\n        const isHeld',
    replace: `        if (answer.kind === 'unauthorized') {
          store.operations.refuse(operation.id, { exposed: operation.exposed, problem: answer.failure });
          showAs(operation, 'refused', answer.failure.detail ?? '');
          break;
        }
        const named = namedIn(answer);
        const isHeld`,
  },
  {
    name: 'try spent on 401',
    file: 'main/core/outbox/outbox.ts',
    find: "spentTry: answer.kind !== 'unauthorized',",
    replace: 'spentTry: true,',
  },
  {
    name: 'attachment before text',
    file: 'main/core/store/operations.ts',
    find: "e.kind = 'create_ticket' OR (e.kind = 'add_message' AND e.message_id = o.message_id)\n",
    replace: "e.kind = 'create_ticket'\n",
  },
  {
    name: 'back-off without jitter',
    file: 'main/core/backoff.ts',
    find: 'Math.round(fraction * ',
    replace: 'Math.round(1 * ',
  },
  {
    name: 'Retry-After ignored',
    file: 'main/core/backoff.ts',
    find: '  if (named === null) return',
    replace: '  if (named === null || named.isPromise) return',
  },
  {
    name: 'backup not fsynced',
    file: 'main/core/store/backups.ts',
    find: '    disk.sync(making);\n',
    replace: '',
  },
  {
    name: 'journal not fsynced',
    file: 'main/core/store/journal.ts',
    find: 'if (sync) disk.sync(paths.journal);',
    replace: '',
  },
  {
    name: 'journal not consulted in a rebuild',
    file: 'main/core/store/rebuild.ts',
    find: 'journal?.entriesAt(Number.MAX_SAFE_INTEGER) ?? new Map()',
    replace: 'new Map()',
  },
  {
    name: 'answers after a rebuild taken for history',
    file: 'main/core/store/rebuild.ts',
    find: "settings.set('tellAfterRebuild', true);",
    replace: '',
  },
  {
    name: 'damaged file passed off as empty',
    file: 'main/core/store/open.ts',
    find: "if (verdict.kind === 'damaged') rebuild(tools, kept);",
    replace: `if (verdict.kind === 'damaged') {
      removeDatabase(disk, paths.database);
      makeEmpty(tools);
    }`,
  },
  {
    name: 'flipped bytes in a row not seen',
    file: 'main/core/store/check.ts',
    find: 'const wrong = tablesWithWrongSums(db, tables);',
    replace: 'const wrong: string[] = [];',
  },
  {
    name: 'tombstone ignored',
    file: 'main/core/sync/changes.ts',
    find: '      takeDeletion(store, change.deletion, context);\n',
    replace: '',
  },
  {
    name: '410 throws drafts away',
    file: 'main/core/sync/changes.ts',
    find: '    store.tickets.startReading({ owner, number });\n',
    replace: `    store.tickets.startReading({ owner, number });
    for (const { id, state } of store.tickets.list()) {
      if (state === 'draft') store.tickets.saveForm(id, { title: '', description: '' }, 0);
    }
`,
  },
  {
    name: 'only the first page of changes is read',
    file: 'main/core/sync/sync.ts',
    find: '      if (page.more) {\n',
    replace: '      if (page.more && Boolean(page.cursor === null)) {\n',
  },
  {
    name: 'lane order ignored',
    file: 'main/core/store/operations.ts',
    find: `e.kind = 'create_ticket'
      OR (e.kind <> 'add_attachment' AND e.state <> 'refused' AND e.owner IS o.owner
        AND (e.place, e.seq) < (o.place, o.seq))`,
    replace: "e.kind = 'create_ticket'",
  },
  {
    name: 'look-up skipped after the key retention',
    file: 'main/core/outbox/outbox.ts',
    find: '    if (!exposed) return false;\n',
    replace: '    if (exposed || !exposed) return false;\n',
  },
  {
    name: 'exposure not persisted',
    file: 'main/core/store/operations.ts',
    find: 'tries = tries + 1, exposed = 1, held_by_desk = 0',
    replace: 'tries = tries + 1, held_by_desk = 0',
  },
  {
    name: 'what was being sent is not recovered after a crash',
    file: 'main/core/link.ts',
    find: 'store.operations.recoverInterrupted();\n',
    replace: '',
  },
  {
    name: 'clock jump strands a retry',
    file: 'main/core/outbox/outbox.ts',
    find: '.filter((id) => !resting.isResting(id) && !isHeld(id) && !busy.has(id))',
    replace: `.filter((id) => !resting.isResting(id) && !isHeld(id) && !busy.has(id)
        && (store.operations.waits().find((wait) => wait.id === id)?.nextTryAt ?? 0) <= clock.now())`,
  },
  {
    name: 'file renamed before it is synced',
    file: 'main/core/attachments/blobs.ts',
    find: '      disk.sync(arrivalPath(id));\n',
    replace: '',
  },
  {
    name: 'upload restarted as a new attachment',
    file: 'main/core/outbox/files.ts',
    find: 'submission: AttachmentSubmission.parse(JSON.parse(new TextDecoder().decode(operation.body))),',
    replace: `submission: {
        ...AttachmentSubmission.parse(JSON.parse(new TextDecoder().decode(operation.body))),
        ...(operation.exposed && { attachmentId: operation.id }),
      },`,
  },
  {
    name: 'If-Match dropped',
    file: 'main/core/desk/rest.ts',
    find: "{ 'if-match':",
    replace: "{ 'x-if-match':",
  },
  {
    name: 'edit forced over what the desk changed',
    file: 'main/core/outbox/outbox.ts',
    find: '} else if (isUntouched(pending.edit, base, ticket) && countRenewal(ticketId) <= MOST_RENEWALS) {',
    replace: '} else if (isUntouched(pending.edit, base, ticket) || countRenewal(ticketId) > 0) {',
  },
  {
    name: 'call wanted over what the desk has done about it',
    file: 'main/core/outbox/edits.ts',
    find: '(edit.callBack === undefined || isSameCall(base.callBack, ticket.callBack))',
    replace: '(edit.callBack === undefined || ticket.channel !== null)',
  },
  {
    name: 'silent stream trusted for ever',
    file: 'main/core/desk/http.ts',
    find: '      patience.restart(silenceMs);\n',
    replace:
      '      if (silenceMs === ANSWER_WITHIN_MS) patience.restart(silenceMs);\n      else patience.cancel();\n',
  },
  {
    name: 'long texts cut short',
    file: 'main/core/outbox/queue.ts',
    find: 'const message: MessageSubmission = { body,',
    replace: 'const message: MessageSubmission = { body: body.slice(0, 200),',
  },
  {
    name: "thread in the order of the computers' clocks",
    under: 'histories',
    file: 'main/core/store/tickets.ts',
    find: 'ORDER BY m.arrival IS NULL, m.arrival, m.rowid',
    replace: 'ORDER BY m.at, m.rowid',
  },
  {
    name: 'own reply shown where its receipt came',
    under: 'histories',
    file: 'main/core/store/tickets.ts',
    find: 'updateDelivery.run({ id, delivery, problem });',
    replace: `updateDelivery.run({ id, delivery, problem });
      const placed = 'UPDATE message SET arrival = (SELECT coalesce(max(arrival), 0) + 1 FROM message) WHERE id = ?';
      if (delivery === 'delivered') db.prepare(placed).run(id);`,
  },
  {
    name: 'cursor stored before its page',
    under: 'histories',
    file: 'main/core/sync/sync.ts',
    find: '        hooks.stored(storeSlice(store, owner, slice, { ...context(), setAside }));\n',
    replace: `    store.transaction(() => {
      const early = { ...cursorOf(store, owner), value: page.cursor };
      store.settings.set('cursors', { ...store.settings.get('cursors'), [owner]: early });
    });
        hooks.stored(storeSlice(store, owner, slice, { ...context(), setAside }));
`,
  },
  {
    name: "another computer's reply settles what waits here",
    under: 'histories',
    file: 'main/core/sync/changes.ts',
    find: "  store.operations.settleArrived('message', message.id, context.now);\n",
    replace: `  for (const { id, kind, ticketId } of store.operations.list()) {
    const isSame = kind === 'add_message' && ticketId === message.ticketId;
    if (isSame && message.author.kind === 'requester') store.operations.drop(id);
  }
  store.operations.settleArrived('message', message.id, context.now);
`,
  },
  {
    name: "another computer's reply empties the draft here",
    under: 'histories',
    file: 'main/core/sync/changes.ts',
    find: "  store.operations.settleArrived('message', message.id, context.now);\n",
    replace: `  if (message.author.kind === 'requester') store.tickets.saveReplyDraft(message.ticketId, '');
  store.operations.settleArrived('message', message.id, context.now);
`,
  },
  {
    name: 'poke during a pull forgotten',
    under: 'histories',
    file: 'main/core/sync/sync.ts',
    find: '      isPokedAgain = true;\n',
    replace: '      isPokedAgain = false;\n',
  },
  {
    name: 'second answer of a page shown first',
    under: 'histories',
    file: 'main/core/sync/changes.ts',
    find: '      read.flatMap((one) =>\n',
    replace: '      read.toReversed().flatMap((one) =>\n',
  },
  ...DISHONEST_MUTANTS,
  ...BOUNDS_MUTANTS,
];
