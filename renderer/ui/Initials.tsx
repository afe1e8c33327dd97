import './initials.css';
import { initialsOf } from './short-name.ts';

type Props = { name: string; side: 'ours' | 'desk' };

/** Who speaks, for eyes that look down a thread; the name stands beside it. */
export function Initials({ name, side }: Props) {
  return (
    <span className={`initials initials-${side}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
