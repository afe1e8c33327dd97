/** Axes, grid and labels in our own colours: what the library puts into attributes, our classes outrank. */
import { AxisBottom, AxisLeft } from '@visx/axis';
import { GridRows } from '@visx/grid';
import type { scaleBand, scaleLinear } from '@visx/scale';
import type { Format } from './format.ts';
import type { Room } from './Plot.tsx';

/** About as wide as the longest label, with a gap. */
const LABEL = 44;
/** From the axis to its labels, and from one line of them to the next. */
const GAP = 5;
const LINE = 14;

type Beside = { room: Room; scale: ReturnType<typeof scaleLinear<number>>; format: Format };

export function CountAxis({ room, scale, format }: Beside) {
  const ticks = scale.ticks(4).filter(Number.isInteger);
  return (
    <>
      <GridRows
        className="kept-grid"
        left={room.left}
        width={room.right - room.left}
        scale={scale}
        tickValues={ticks}
      />
      <AxisLeft
        left={room.left}
        scale={scale}
        tickValues={ticks}
        tickFormat={(tick) => format.count(Math.abs(Number(tick)))}
        tickLength={GAP}
        hideTicks
        hideAxisLine
        tickComponent={({ x, y, formattedValue }) => (
          <text className="kept-tick" x={x} y={y} dy="0.32em" textAnchor="end">
            {formattedValue}
          </text>
        )}
      />
    </>
  );
}

type Below = {
  room: Room;
  scale: ReturnType<typeof scaleBand<string>>;
  /** What is said of a place, and a second line under it where there is something to add. */
  label: (place: string) => string;
  under: (place: string) => string | undefined;
};

/** The axis of months or hours. Where there is no room for every label, each second, third … is left out. */
export function PlaceAxis({ room, scale, label, under }: Below) {
  const places = scale.domain();
  const every = Math.max(1, Math.ceil((places.length * LABEL) / (room.right - room.left)));
  return (
    <AxisBottom
      top={room.bottom}
      scale={scale}
      tickValues={places.filter((_place, index) => index % every === 0)}
      // The only words that reach a label: both lines go in one.
      tickFormat={(place) => [label(place), under(place)].filter(Boolean).join('\n')}
      tickLength={GAP}
      hideTicks
      axisLineClassName="kept-base"
      tickComponent={({ x, y, formattedValue }) =>
        formattedValue?.split('\n').map((line, index) => (
          <text key={line} className="kept-tick" x={x} y={y + index * LINE} textAnchor="middle">
            {line}
          </text>
        ))
      }
    />
  );
}
