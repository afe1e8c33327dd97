import { useAtNow } from '../../state/clock.ts';
import { useTimes } from '../../ui/time.ts';

/** Stands before the first message of a day, and says which day. */
export function Day({ at }: { at: number }) {
  const times = useTimes();
  const name = useAtNow((now) => times.day(at, now));
  return (
    <p className="thread-day" data-testid="day">
      {name}
    </p>
  );
}
