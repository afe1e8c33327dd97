/** The tickets behind the figures as rows of a table, for a spreadsheet. Pure. */
import type { Severity } from '#shared/contract.ts';
import type { KeptEntry, Outcome } from '#shared/sla/kept.ts';

export type TableWords = {
  number: string;
  title: string;
  severity: string;
  received: string;
  answered: string;
  promised: string;
  due: string;
  outcome: string;
  lateBy: string;
  changed: string;
  severities: Record<Severity, string>;
  outcomes: Record<Outcome, string>;
  change(from: string, to: string, when: string): string;
};

/** One row per ticket under a row of names. Times are local to `timeZone`, as spreadsheets read them. */
export function entryTable(
  entries: readonly KeptEntry[],
  timeZone: string,
  words: TableWords,
): (string | number | null)[][] {
  // Sweden writes dates as ISO 8601 does: 2026-11-23 09:15:00.
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
  const time = (at: number | null) => (at === null ? null : format.format(at));
  const { number, title, severity, received, answered, promised, due, outcome, lateBy, changed } = words;
  return [
    [number, title, severity, received, answered, promised, due, outcome, lateBy, changed],
    ...entries.map((entry) => [
      entry.number,
      entry.title,
      words.severities[entry.severity],
      time(entry.receivedAt),
      time(entry.firstAnsweredAt),
      entry.promisedMinutes,
      time(entry.dueAt),
      words.outcomes[entry.outcome],
      // A late minute is late however little of it has passed.
      entry.lateMinutes === null ? null : Math.ceil(entry.lateMinutes),
      entry.severityChange === null
        ? null
        : words.change(
            words.severities[entry.severityChange.from],
            words.severities[entry.severityChange.to],
            format.format(entry.severityChange.at),
          ),
    ]),
  ];
}
