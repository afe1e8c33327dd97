const IS_MAC = navigator.userAgent.includes('Mac');

/** The names of keys as they stand on this computer's keyboard. */
export const COMMAND = IS_MAC ? '⌘' : 'Ctrl';
export const OPTION = IS_MAC ? '⌥' : 'Alt';

/** The keys that send, for eyes: assistive technology is told by the button itself. */
export function SendKey() {
  return (
    <span className="send-key" aria-hidden="true">
      {COMMAND} ↵
    </span>
  );
}
