import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Disclosure } from '../../ui/Disclosure.tsx';

/** What a picture is drawn in, in CSS pixels. */
export type Room = {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
};

const HEIGHT = 208;
/** Room for a number before the axis, and for two lines of labels under it. */
const MARGIN = { left: 36, right: 8, top: 10, bottom: 36 };

/** The width that the page gives to an element, as it is now. */
function useWidth<Element extends HTMLElement>() {
  const ref = useRef<Element>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (ref.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return [ref, width] as const;
}

type Props = {
  title: string;
  summary: string;
  /** What the marks mean, if there is more than one kind. */
  legend?: React.ReactNode;
  yLabel: string;
  xLabel: string;
  draw: (room: Room) => React.ReactNode;
  table: React.ReactNode;
};

/** A picture of figures with everything that is needed to read it, and the same as words and as a table. */
export function Plot({ title, summary, legend, yLabel, xLabel, draw, table }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [ref, width] = useWidth<HTMLDivElement>();
  const room: Room = {
    width,
    height: HEIGHT,
    left: MARGIN.left,
    right: Math.max(MARGIN.left + 1, width - MARGIN.right),
    top: MARGIN.top,
    bottom: HEIGHT - MARGIN.bottom,
  };
  return (
    <figure className="kept-plot" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{title}</h3>
      <p className="soft small" id={`${id}-summary`}>
        {summary}
      </p>
      {legend && <div className="kept-legend small">{legend}</div>}
      <p className="kept-axis-label small">{yLabel}</p>
      <div className="kept-canvas" role="img" aria-label={title} aria-describedby={`${id}-summary`} ref={ref}>
        {width > 0 && (
          <svg aria-hidden="true" viewBox={`0 0 ${width} ${HEIGHT}`}>
            {draw(room)}
          </svg>
        )}
      </div>
      <p className="kept-axis-label kept-axis-below small">{xLabel}</p>
      <Disclosure title={t('kept.table.open')} level={4}>
        {table}
      </Disclosure>
    </figure>
  );
}
