/** Every attached file is at the desk once, byte for byte, or shown as not sent. */
import { certainty, deedsOn, isDeletedAtDesk, isUndone, made, wasDamagedAfter } from './check-history.ts';
import type { Problem } from './checker.ts';
import type { DeedOf, Logs } from './logs.ts';

export function files(logs: Logs): Problem[] {
  const attached = logs.deeds.filter((deed): deed is DeedOf<'attached'> => deed.kind === 'attached');
  const known = new Set(attached.map(({ file }) => file));
  // Taken over, the files of a ticket are copied under ids of their own.
  const copies = new Set(logs.deeds.flatMap((deed) => (deed.kind === 'takenOver' ? [deed.to] : [])));
  const strange = made(logs, 'upload').filter(
    ({ id, ticket }) => !known.has(id) && !copies.has(ticket) && !copies.has(null),
  );
  return [
    ...attached.flatMap((deed) => fate(logs, deed)),
    ...strange.map(({ id }): Problem => ({ kind: 'duplicated', what: `file ${id} was never attached` })),
  ];
}

/** The desk had it, and became what it had been before. */
function isGoneFromDesk(logs: Logs, { file }: DeedOf<'attached'>): boolean {
  return made(logs, 'upload').some((arrival) => arrival.id === file && isUndone(logs, arrival));
}

function fate(logs: Logs, deed: DeedOf<'attached'>): Problem[] {
  const { file: id, ticket, sha256, size } = deed;
  const { view, desk, withdrawn } = logs.final;
  const atDesk = desk.tickets.flatMap((each) => each.files).find((each) => each.id === id);
  const removed = logs.deeds.find(
    (each) => each.kind === 'fileRemoved' && each.file === id && certainty(each) !== 'no',
  );
  if (atDesk !== undefined) {
    if (atDesk.sha256 !== sha256 || atDesk.size !== size)
      return [{ kind: 'lost', what: `file ${id} is not as it was` }];
    if (removed === undefined || certainty(removed) !== 'sure') return [];
    const isLate = made(logs, 'upload').find((each) => each.id === id)?.isLate ?? false;
    return isLate ? [] : [{ kind: 'duplicated', what: `file ${id} was taken away, and the desk has it` }];
  }
  if (isGoneFromDesk(logs, deed)) {
    const isShown = view?.tickets.some(({ attachments }) => attachments.some((each) => each.id === id));
    return isShown === false && removed === undefined && !wasDamagedAfter(logs, deed.place)
      ? [{ kind: 'lost', what: `file ${id} of ${ticket} is nowhere, and the desk has lost it` }]
      : [];
  }
  const isCopied = deedsOn(logs, ticket).some(
    ({ kind, place }) => kind === 'takenOver' && place > deed.place,
  );
  if (
    isCopied ||
    removed !== undefined ||
    certainty(deed) !== 'sure' ||
    view === null ||
    isDeletedAtDesk(logs, ticket)
  )
    return [];
  const shown = [...view.tickets, ...withdrawn]
    .flatMap((each) => each.attachments)
    .find((each) => each.id === id);
  if (shown === undefined) return [{ kind: 'lost', what: `file ${id} of ${ticket} is nowhere` }];
  if (shown.delivery === 'received')
    return [{ kind: 'invisible', what: `file ${id} is not there, and shown as if` }];
  const isDamaged = view.outbox.some(
    ({ attachmentId, problem }) => attachmentId === id && problem?.code === 'attachment_damaged',
  );
  if (!shown.isHere || isDamaged) return [{ kind: 'lost', what: `the content of file ${id} is gone` }];
  return [];
}
