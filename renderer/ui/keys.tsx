import { capsOf, type KeyName, type Keys, keysOf } from './key-table.ts';

/** The keys that send, for eyes: assistive technology is told by the button itself. */
export function SendKey() {
  const [keys] = keysOf('send');
  return (
    <span className="send-key" aria-hidden="true">
      {keys && capsOf(keys).join(' ').replace('Enter', '↵')}
    </span>
  );
}

/** One combination as caps. */
export function KeyCaps({ keys }: { keys: Keys }) {
  return (
    <span className="keys">
      {capsOf(keys).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}

/** Every combination of a name, or only the first. */
export function KeysOf({ name, isShort = false }: { name: KeyName; isShort?: boolean }) {
  const all = isShort ? keysOf(name).slice(0, 1) : keysOf(name);
  return all.map((keys) => <KeyCaps key={capsOf(keys).join()} keys={keys} />);
}
