import { scaleBand, scaleLinear } from '@visx/scale';
import { useTranslation } from 'react-i18next';
import type { KeptFigures } from '#shared/sla/kept.ts';
import { CountAxis, PlaceAxis } from './axes.tsx';
import { useFormat } from './format.ts';
import { Plot, type Room } from './Plot.tsx';
import { yearUnder } from './places.ts';

type Changes = KeptFigures['escalations'];

const GAP = 0.6;

/** How often the desk judged a severity anew: raised above the line, lowered below it. */
export function ChangePlot({ changes }: { changes: Changes }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sum = (way: 'up' | 'down') => changes.reduce((all, change) => all + change[way], 0);
  const words = { up: format.count(sum('up')), down: format.count(sum('down')) };
  return (
    <Plot
      title={t('kept.moves.title')}
      summary={t('kept.moves.summary', words)}
      yLabel={t('kept.moves.tickets')}
      xLabel={t('kept.moves.month')}
      legend={
        <ul>
          <li>
            <svg aria-hidden="true" width={20} height={16} viewBox="0 0 20 16">
              <rect className="kept-up" x={5} y={2} width={10} height={12} />
            </svg>
            {t('kept.moves.up')}
          </li>
          <li>
            <svg aria-hidden="true" width={20} height={16} viewBox="0 0 20 16">
              <rect className="kept-down" x={5} y={2} width={10} height={12} />
            </svg>
            {t('kept.moves.down')}
          </li>
        </ul>
      }
      draw={(room) => <Bars room={room} changes={changes} />}
      table={
        <table className="kept-table">
          <thead>
            <tr>
              <th scope="col">{t('kept.table.month')}</th>
              <th scope="col">{t('kept.moves.up')}</th>
              <th scope="col">{t('kept.moves.down')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ month, up, down }) => (
              <tr key={month}>
                <th scope="row">{format.month(month)}</th>
                <td>{format.count(up)}</td>
                <td>{format.count(down)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}

function Bars({ room, changes }: { room: Room; changes: Changes }) {
  const format = useFormat();
  const months = changes.map(({ month }) => month);
  const x = scaleBand({ domain: months, range: [room.left, room.right], padding: GAP });
  const largest = (way: 'up' | 'down') => Math.max(...changes.map((change) => change[way]));
  const y = scaleLinear({
    domain: [-Math.max(1, largest('down')), Math.max(1, largest('up'))],
    range: [room.bottom, room.top],
  });
  const zero = y(0);
  return (
    <>
      <CountAxis room={room} scale={y} format={format} />
      {changes.map(({ month, up, down }) => (
        <g key={month}>
          {up > 0 && (
            <rect className="kept-up" x={x(month)} width={x.bandwidth()} y={y(up)} height={zero - y(up)} />
          )}
          {down > 0 && (
            <rect
              className="kept-down"
              x={x(month)}
              width={x.bandwidth()}
              y={zero}
              height={y(-down) - zero}
            />
          )}
        </g>
      ))}
      <line className="kept-base" x1={room.left} x2={room.right} y1={zero} y2={zero} />
      <PlaceAxis
        room={room}
        scale={x}
        label={format.shortMonth}
        under={(month) => yearUnder(months, month)}
      />
    </>
  );
}
