/** The places on the axes of the pictures, with what came due there. */
import type { Severity } from '#shared/contract.ts';
import type { KeptFigures } from '#shared/sla/kept.ts';
import type { Place } from './AnswerPlot.tsx';
import type { Format } from './format.ts';

/** The year stands under the first month and under every January. */
export function yearUnder(months: readonly string[], month: string): string | undefined {
  return month === months[0] || month.endsWith('-01') ? month.slice(0, 4) : undefined;
}

export function monthPlaces({ months, byMonth }: KeptFigures, severity: Severity, format: Format): Place[] {
  return months.map((month) => {
    const under = yearUnder(months, month);
    return {
      key: month,
      label: format.shortMonth(month),
      ...(under !== undefined && { under }),
      name: format.month(month),
      stats: byMonth.find((one) => one.month === month && one.severity === severity) ?? null,
    };
  });
}

export function hourPlaces({ byHour }: KeptFigures, severity: Severity, format: Format): Place[] {
  return Array.from({ length: 24 }, (_, hour) => ({
    key: String(hour),
    label: format.shortHour(hour),
    name: format.hour(hour),
    stats: byHour.find((one) => one.hour === hour && one.severity === severity) ?? null,
  }));
}

/** How far up the pictures go: above everything that is drawn in any of them. */
export function mostMinutes({ byMonth, byHour, bySeverity }: KeptFigures): number {
  const drawn = [...byMonth, ...byHour].map(({ ninetiethMinutes }) => ninetiethMinutes ?? 0);
  const promised = bySeverity.flatMap(({ promisedMinutes }) => promisedMinutes);
  return [...drawn, ...promised].reduce((most, minutes) => Math.max(most, minutes), 1) * 1.05;
}
