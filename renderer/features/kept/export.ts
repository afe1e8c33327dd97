/** The tickets behind the figures as a file for a spreadsheet. */
import i18next from 'i18next';
import { csvOf } from '#shared/csv.ts';
import { spreadsheetMarks } from '#shared/region.ts';
import type { KeptFigures } from '#shared/sla/kept.ts';
import { ask } from '../../state/lifeline.ts';
import { sayFailure } from '../../state/notices.ts';
import { offerFile } from '../../state/offer-file.ts';
import { useSettings } from '../../state/settings.ts';
import { entryTable, type TableWords } from './table.ts';

function wordsIn(timeZone: string): TableWords {
  const t = i18next.t;
  const severities = { business_critical: t('severity.business_critical'), standard: t('severity.standard') };
  return {
    number: t('kept.csv.number'),
    title: t('kept.csv.title'),
    severity: t('kept.csv.severity'),
    received: t('kept.csv.received', { timeZone }),
    answered: t('kept.csv.answered', { timeZone }),
    promised: t('kept.csv.promised'),
    due: t('kept.csv.due', { timeZone }),
    outcome: t('kept.csv.outcome'),
    lateBy: t('kept.csv.lateBy'),
    changed: t('kept.csv.changed'),
    severities,
    outcomes: {
      kept: t('kept.csv.outcomes.kept'),
      late: t('kept.csv.outcomes.late'),
      overdue: t('kept.csv.outcomes.overdue'),
      running: t('kept.csv.outcomes.running'),
      ended: t('kept.csv.outcomes.ended'),
      no_promise: t('kept.csv.outcomes.no_promise'),
    },
    change: (from, to, when) => t('kept.csv.change', { from, to, when }),
  };
}

/** Offers the tickets of the period that is shown. */
export async function exportKept({ period, from, to }: KeptFigures): Promise<void> {
  const answer = await ask('promises.entries', { period });
  if (!answer.ok) return sayFailure(answer.failure);
  const { entries, timeZone } = answer.value;
  const day = (at: number) => new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(at);
  const text = csvOf(
    entryTable(entries, timeZone, wordsIn(timeZone)),
    spreadsheetMarks(useSettings.getState().info?.region ?? null),
  );
  const name = i18next.t('kept.csv.fileName', { from: day(from), to: day(to) });
  offerFile(`${name}.csv`, 'text/csv;charset=utf-8', text);
}
