import './kept.css';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptFigures, KeptStats } from '#shared/sla/kept.ts';
import { Period } from '#shared/sla/kept.ts';
import { choosePeriod, readKept, useKept } from '../../state/kept.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useArrival } from '../../ui/focus.ts';
import { AnswerPlot } from './AnswerPlot.tsx';
import { ChangePlot } from './ChangePlot.tsx';
import { exportKept } from './export.ts';
import { useFormat } from './format.ts';
import { hourPlaces, monthPlaces, mostMinutes } from './places.ts';

/** How promises were kept, as somebody shows it to the vendor. */
export function Kept() {
  const { t } = useTranslation();
  const { period, figures, failure } = useKept();
  const heading = useArrival<HTMLHeadingElement>(true);
  useEffect(() => {
    void readKept();
  }, []);

  const hasEntries = figures !== null && entriesIn(figures) > 0;
  return (
    <div className="kept">
      <div className="kept-column">
        <div className="kept-head">
          <h1 ref={heading} tabIndex={-1}>
            {t('kept.title')}
          </h1>
          {hasEntries && (
            <div className="kept-actions">
              <Button icon="down" onPress={() => void exportKept(figures)}>
                {t('kept.export')}
              </Button>
              <Button icon="print" onPress={() => window.print()}>
                {t('kept.print')}
              </Button>
            </div>
          )}
        </div>
        <Choice
          look="bar"
          hideLabel
          label={t('kept.period.label')}
          value={period}
          options={Period.options.map((value) => ({ value, label: t(`kept.period.${value}`) }))}
          onChange={choosePeriod}
        />
        {failure && <p role="alert">{t(`errors.${failure.code}`)}</p>}
        {figures && (hasEntries ? <Figures figures={figures} /> : <Nothing figures={figures} />)}
      </div>
    </div>
  );
}

function entriesIn({ total, apart, escalations }: KeptFigures): number {
  const changes = escalations.reduce((all, { up, down }) => all + up + down, 0);
  return total.count + apart.running + apart.ended + apart.noPromise.count + changes;
}

function Nothing({ figures }: { figures: KeptFigures }) {
  const { t } = useTranslation();
  const body = figures.period === 'all' ? t('kept.empty.body') : t('kept.empty.longer');
  return <EmptyState title={t('kept.empty.title')} body={body} />;
}

function Figures({ figures }: { figures: KeptFigures }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { total, period, from, to, timeZone, escalations } = figures;
  const hasChanges = escalations.some(({ up, down }) => up + down > 0);
  return (
    <>
      <div className="kept-lead">
        <p className="kept-headline">
          {total.count === 0
            ? t('kept.empty.title')
            : t(`kept.headline.${period}`, {
                count: total.count,
                kept: format.count(total.kept),
                total: format.count(total.count),
              })}
        </p>
        <p className="soft">
          {t('kept.range', { from: format.day(from, timeZone), to: format.day(to, timeZone), timeZone })}
        </p>
      </div>
      <Facts figures={figures} />
      {figures.bySeverity.map((stats) => (
        <OneSeverity key={stats.severity} stats={stats} figures={figures} />
      ))}
      {hasChanges ? (
        <section className="kept-part">
          <h2>{t('kept.moves.heading')}</h2>
          <div className="kept-pair">
            <ChangePlot changes={escalations} />
          </div>
        </section>
      ) : (
        <p className="soft">{t('kept.moves.none')}</p>
      )}
    </>
  );
}

/** The counts, and beside them what is not counted. */
function Facts({ figures: { total, apart } }: { figures: KeptFigures }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lateNotes = [
    total.longestLateMinutes !== null &&
      t('kept.lateNote', { time: format.minutes(total.longestLateMinutes) }),
    total.overdue > 0 && t('kept.overdue', { count: total.overdue }),
  ].filter((note) => note !== false);
  const { count, answered, medianMinutes } = apart.noPromise;
  const facts = [
    { name: t('kept.kept'), value: total.kept, note: null },
    { name: t('kept.late'), value: total.late, note: lateNotes.join('; ') },
    { name: t('kept.apart.running'), value: apart.running, note: null },
    { name: t('kept.apart.ended'), value: apart.ended, note: null },
    {
      name: t('kept.apart.noPromise'),
      value: count,
      note:
        medianMinutes === null
          ? null
          : t('kept.apart.answered', {
              answered: format.count(answered),
              time: format.minutes(medianMinutes),
            }),
    },
  ];
  const [counted, apartFacts] = [facts.slice(0, 2), facts.slice(2)];
  return (
    <div className="kept-facts">
      <FactRow facts={counted} label={t('kept.counted')} />
      <FactRow facts={apartFacts} label={t('kept.apart.label')} />
    </div>
  );
}

type Fact = { name: string; value: number; note: string | null };

function FactRow({ facts, label }: { facts: Fact[]; label: string }) {
  const format = useFormat();
  return (
    <section className="kept-fact-row" aria-label={label}>
      <p className="soft small">{label}</p>
      <dl>
        {facts.map(({ name, value, note }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <span className="kept-number">{format.count(value)}</span>
              {note !== null && note !== '' && <span className="soft small">{note}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function OneSeverity({ stats, figures }: { stats: KeptStats; figures: KeptFigures }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { severity, kept, count, medianMinutes, ninetiethMinutes, promisedMinutes } = stats;
  const { timeZone } = figures;
  const keptOf = t('kept.keptOf', { kept: format.count(kept), total: format.count(count) });
  const took =
    medianMinutes === null || ninetiethMinutes === null
      ? t('kept.noAnswers')
      : t('kept.summary', {
          median: format.minutes(medianMinutes),
          ninetieth: format.minutes(ninetiethMinutes),
        });
  const most = mostMinutes(figures);
  const months = monthPlaces(figures, severity, format);
  const hours = hourPlaces(figures, severity, format);
  return (
    <section className="kept-part">
      <div>
        <h2>{t(`kept.severity.${severity}`)}</h2>
        <p>{`${keptOf} ${took}`}</p>
      </div>
      <div className="kept-pair">
        <AnswerPlot
          title={t('kept.plot.byMonth')}
          summary={spread(months)}
          xLabel={t('kept.plot.month')}
          placeName={t('kept.table.month')}
          places={months}
          promised={promisedMinutes}
          most={most}
        />
        <AnswerPlot
          title={t('kept.plot.byHour')}
          summary={spread(hours)}
          xLabel={t('kept.plot.hour', { timeZone })}
          placeName={t('kept.table.hour')}
          places={hours}
          promised={promisedMinutes}
          most={most}
        />
      </div>
    </section>
  );

  /** Where the middle answer was quickest and slowest. */
  function spread(places: typeof months): string {
    const known = places.flatMap(({ name, stats: there }) =>
      there?.medianMinutes == null ? [] : { name, minutes: there.medianMinutes },
    );
    const sorted = known.toSorted((a, b) => a.minutes - b.minutes);
    const [best, worst] = [sorted.at(0), sorted.at(-1)];
    if (best === undefined || worst === undefined) return t('kept.noAnswers');
    if (best === worst)
      return t('kept.plot.single', { time: format.minutes(best.minutes), where: best.name });
    return t('kept.plot.spread', {
      best: best.name,
      bestTime: format.minutes(best.minutes),
      worst: worst.name,
      worstTime: format.minutes(worst.minutes),
    });
  }
}
