import './progress.css';

type Props = { label: string; done: number; of: number };

/** How far something has come. The words beside it say the same. */
export function Progress({ label, done, of }: Props) {
  return (
    <progress className="progress" aria-label={label} value={of === 0 ? 1 : done} max={of === 0 ? 1 : of} />
  );
}
