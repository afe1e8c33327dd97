import { scaleBand, scaleLinear } from '@visx/scale';
import { useTranslation } from 'react-i18next';
import { FEW, type KeptStats } from '#shared/sla/kept.ts';
import { CountAxis, PlaceAxis } from './axes.tsx';
import { type Format, useFormat } from './format.ts';
import { Plot, type Room } from './Plot.tsx';

/** One place on the axis below, a month or an hour, and what came due there. */
export type Place = {
  key: string;
  /** Short, for the axis. */
  label: string;
  /** A second line for the first place and where it begins anew, such as a year. */
  under?: string;
  /** In full, for the table. */
  name: string;
  stats: KeptStats | null;
};

type Props = {
  title: string;
  summary: string;
  xLabel: string;
  placeName: string;
  places: readonly Place[];
  /** Every promise of the period: each is a line. */
  promised: readonly number[];
  /** How far up the axis goes, in minutes, so that pictures side by side can be compared. */
  most: number;
};

/** How long first answers took, place by place: the middle one, the slow ones, and what was promised. */
export function AnswerPlot({ title, summary, xLabel, placeName, places, promised, most }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const told = places.flatMap(({ stats }) => stats ?? []);
  const hasFew = told.some(({ answered }) => answered > 0 && answered < FEW);
  return (
    <Plot
      title={title}
      summary={summary}
      yLabel={t('kept.plot.minutes')}
      xLabel={xLabel}
      legend={
        <ul>
          <li>
            <Sample draw={<circle className="kept-dot" cx={10} cy={8} r={4} />} />
            {t('kept.plot.median')}
          </li>
          <li>
            <Sample draw={<path className="kept-reach" d="M10 16V3M5 3h10" />} />
            {t('kept.plot.ninetieth')}
          </li>
          {promised.length > 0 && (
            <li>
              <Sample draw={<path className="kept-promise" d="M0 8h20" />} />
              {t('kept.plot.promise', { times: format.list(promised) })}
            </li>
          )}
          {hasFew && (
            <li>
              <Sample draw={<circle className="kept-dot kept-few" cx={10} cy={8} r={4} />} />
              {t('kept.plot.few', { few: format.count(FEW) })}
            </li>
          )}
        </ul>
      }
      draw={(room) => <Answers room={room} places={places} promised={promised} most={most} format={format} />}
      table={<AnswerTable placeName={placeName} places={places} />}
    />
  );
}

function Sample({ draw }: { draw: React.ReactNode }) {
  return (
    <svg aria-hidden="true" width={20} height={16} viewBox="0 0 20 16">
      {draw}
    </svg>
  );
}

type Drawn = Pick<Props, 'places' | 'promised' | 'most'> & { room: Room; format: Format };

function Answers({ room, places, promised, most, format }: Drawn) {
  const x = scaleBand({ domain: places.map(({ key }) => key), range: [room.left, room.right] });
  const y = scaleLinear({ domain: [0, most], range: [room.bottom, room.top] });
  const cap = Math.min(6, x.bandwidth() / 3);
  return (
    <>
      <CountAxis room={room} scale={y} format={format} />
      {promised.map((minutes) => (
        <line
          key={minutes}
          className="kept-promise"
          x1={room.left}
          x2={room.right}
          y1={y(minutes)}
          y2={y(minutes)}
        />
      ))}
      {places.map(({ key, stats }) => {
        if (stats?.medianMinutes == null || stats.ninetiethMinutes === null) return null;
        const at = (x(key) ?? 0) + x.bandwidth() / 2;
        const [middle, slow] = [y(stats.medianMinutes), y(stats.ninetiethMinutes)];
        return (
          <g key={key}>
            {slow < middle && (
              <path className="kept-reach" d={`M${at} ${middle}V${slow}M${at - cap} ${slow}h${2 * cap}`} />
            )}
            <circle
              className={stats.answered < FEW ? 'kept-dot kept-few' : 'kept-dot'}
              cx={at}
              cy={middle}
              r={Math.min(4.5, Math.max(2, x.bandwidth() / 4))}
            />
          </g>
        );
      })}
      <PlaceAxis
        room={room}
        scale={x}
        label={(key) => places.find((place) => place.key === key)?.label ?? ''}
        under={(key) => places.find((place) => place.key === key)?.under}
      />
    </>
  );
}

function AnswerTable({ placeName, places }: Pick<Props, 'placeName' | 'places'>) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <table className="kept-table">
      <thead>
        <tr>
          <th scope="col">{placeName}</th>
          {(['kept', 'late', 'median', 'ninetieth', 'promised'] as const).map((column) => (
            <th scope="col" key={column}>
              {t(`kept.table.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {places.map(({ key, name, stats }) =>
          stats === null ? null : (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td>
                {t('kept.table.keptOf', { kept: format.count(stats.kept), total: format.count(stats.count) })}
                {stats.answered < FEW && <span className="soft"> ({t('kept.table.few')})</span>}
              </td>
              <td>
                {stats.longestLateMinutes === null
                  ? format.count(stats.late)
                  : t('kept.table.lateBy', {
                      late: format.count(stats.late),
                      time: format.minutes(stats.longestLateMinutes),
                    })}
              </td>
              <td>{format.minutesOrNone(stats.medianMinutes)}</td>
              <td>{format.minutesOrNone(stats.ninetiethMinutes)}</td>
              <td>{stats.promisedMinutes.length === 0 ? '–' : format.list(stats.promisedMinutes)}</td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}
