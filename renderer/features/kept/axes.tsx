/** Axes, grid and labels. Everything is drawn by attributes: the page's policy refuses styles in markup. */
import type { ScaleBand, ScaleLinear } from 'd3-scale';
import type { Format } from './format.ts';
import type { Room } from './Plot.tsx';

/** About as wide as the longest label, with a gap. */
const LABEL = 44;

export function LeftAxis(props: { room: Room; scale: ScaleLinear<number, number>; format: Format }) {
  const { room, scale, format } = props;
  return scale
    .ticks(4)
    .filter(Number.isInteger)
    .map((tick) => (
      <g key={tick}>
        <line className="kept-grid" x1={room.left} x2={room.right} y1={scale(tick)} y2={scale(tick)} />
        <text className="kept-tick" x={room.left - 6} y={scale(tick)} dy="0.32em" textAnchor="end">
          {format.count(Math.abs(tick))}
        </text>
      </g>
    ));
}

type Below = {
  room: Room;
  scale: ScaleBand<string>;
  /** What is said of a place on the axis, and a second line under it where there is something to add. */
  label: (place: string) => string;
  under?: (place: string, isFirst: boolean) => string | null;
};

export function BottomAxis({ room, scale, label, under }: Below) {
  const places = scale.domain();
  const every = Math.max(1, Math.ceil((places.length * LABEL) / (room.right - room.left)));
  return (
    <>
      <line className="kept-base" x1={room.left} x2={room.right} y1={room.bottom} y2={room.bottom} />
      {places.map((place, index) => {
        if (index % every !== 0) return null;
        const x = (scale(place) ?? 0) + scale.bandwidth() / 2;
        const more = under?.(place, index === 0) ?? null;
        return (
          <g key={place}>
            <text className="kept-tick" x={x} y={room.bottom + 15} textAnchor="middle">
              {label(place)}
            </text>
            {more !== null && (
              <text className="kept-tick" x={x} y={room.bottom + 29} textAnchor="middle">
                {more}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}
