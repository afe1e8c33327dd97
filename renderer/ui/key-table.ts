/**
 * Every key of the window, once. What is handled, what the palette shows beside a command and what the sheet of keys
 * lists are all read from here, so that they cannot disagree.
 */
export const KEY_AREAS = ['everywhere', 'list', 'ticket', 'writing', 'outbox'] as const;
export type KeyArea = (typeof KEY_AREAS)[number];

/**
 * `key` as in `KeyboardEvent.key`, in small letters. `command` is Ctrl, and on a Mac the command key. Where the layout
 * has no such letter, the key that lies there counts.
 */
export type Keys = {
  key: string;
  command?: true | undefined;
  shift?: true | undefined;
  alt?: true | undefined;
};

type KeyEntry = {
  area: KeyArea;
  keys: readonly Keys[];
  /** It changes a ticket: a letter that was meant for a text must not do that. */
  changes?: true;
};

export const KEY_TABLE = {
  palette: { area: 'everywhere', keys: [{ key: 'k', command: true }] },
  search: { area: 'everywhere', keys: [{ key: 'f', command: true }, { key: '/' }] },
  newTicket: { area: 'everywhere', keys: [{ key: 'n' }, { key: 'n', command: true }] },
  needsYou: { area: 'everywhere', keys: [{ key: '1', command: true }] },
  open: { area: 'everywhere', keys: [{ key: '2', command: true }] },
  unsent: { area: 'everywhere', keys: [{ key: '3', command: true }] },
  drafts: { area: 'everywhere', keys: [{ key: '4', command: true }] },
  solved: { area: 'everywhere', keys: [{ key: '5', command: true }] },
  settings: { area: 'everywhere', keys: [{ key: ',', command: true }] },
  keys: { area: 'everywhere', keys: [{ key: '?' }, { key: '/', command: true }] },
  panes: { area: 'everywhere', keys: [{ key: 'f6' }] },
  panesBack: { area: 'everywhere', keys: [{ key: 'f6', shift: true }] },
  back: { area: 'everywhere', keys: [{ key: 'escape' }] },
  next: { area: 'list', keys: [{ key: 'j' }, { key: 'arrowdown' }] },
  previous: { area: 'list', keys: [{ key: 'k' }, { key: 'arrowup' }] },
  openTicket: { area: 'list', keys: [{ key: 'enter' }] },
  clearFilters: { area: 'list', keys: [{ key: 'x' }] },
  reply: { area: 'ticket', keys: [{ key: 'r' }] },
  solve: { area: 'ticket', keys: [{ key: 'e' }], changes: true },
  markUnread: { area: 'ticket', keys: [{ key: 'u' }], changes: true },
  beginning: { area: 'ticket', keys: [{ key: 'home', alt: true }] },
  send: { area: 'writing', keys: [{ key: 'enter', command: true }] },
  sendEarlier: { area: 'outbox', keys: [{ key: 'arrowup', alt: true }] },
  sendLater: { area: 'outbox', keys: [{ key: 'arrowdown', alt: true }] },
} as const satisfies Record<string, KeyEntry>;

export type KeyName = keyof typeof KEY_TABLE;
export const KEY_NAMES = Object.keys(KEY_TABLE) as KeyName[];

export const changes = (name: KeyName): boolean => 'changes' in KEY_TABLE[name];

/** Keys that the person has put in the place of single letters. */
let chosenKeys: Readonly<Record<string, Keys>> = {};

/** From here on these stand in the place of the single letters of their commands. */
export function setChosenKeys(chosen: Readonly<Record<string, Keys>>): void {
  chosenKeys = chosen;
}

/** The combinations that mean this name, the first one first. */
export function keysOf(name: KeyName): readonly Keys[] {
  const chosen = chosenKeys[name];
  const keys: readonly Keys[] = KEY_TABLE[name].keys;
  return chosen === undefined ? keys : keys.map((each) => (isLetter(each) ? chosen : each));
}

/** The names whose single letter can be another key. */
export const changeableNames = (): KeyName[] =>
  KEY_NAMES.filter((name) => KEY_TABLE[name].keys.some(isLetter));

const IS_MAC = globalThis.navigator?.userAgent?.includes('Mac') ?? false;

/** What of a key press is looked at. */
export type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Ctrl with a letter moves the cursor in a Mac's text fields, so there only the command key counts. */
function hasCommand({ key, ctrlKey, metaKey }: Press): boolean {
  return IS_MAC && key !== 'Enter' ? metaKey : ctrlKey || metaKey;
}

/** True for a key that writes something by itself: it does nothing else while somebody types. */
export const isLetter = ({ key, command, alt }: Keys): boolean => key.length === 1 && !command && !alt;

/** What the keys with signs are in the layout that most keyboards are labelled with, besides the other layout's. */
const SIGN_AT: Record<string, { plain: string; shifted: string }> = {
  Comma: { plain: ',', shifted: '<' },
  Period: { plain: '.', shifted: '>' },
  Slash: { plain: '/', shifted: '?' },
};

/**
 * What the pressed key would give where letters are Latin, or null where they are: there a key means what it writes,
 * wherever it lies. The digits are the same in every layout, and in some of them need Shift.
 */
function byPlace({ key, code, shiftKey }: Press, hasCommand: boolean): string | null {
  if (hasCommand && /^Digit\d$/.test(code)) return code.slice(-1);
  // In Cyrillic and Hebrew layouts the slash's key writes a full stop.
  const isForeign = key.length === 1 && key > '~' && !/\p{Script=Latin}/u.test(key);
  const isElsewhere = isForeign || (key === '.' && code === 'Slash');
  if (!isElsewhere) return null;
  if (/^Key[A-Z]$/.test(code)) return code.slice(-1).toLowerCase();
  return SIGN_AT[code]?.[shiftKey ? 'shifted' : 'plain'] ?? null;
}

const isSign = (key: string): boolean => key.length === 1 && !/\p{L}/u.test(key);

/** Whether these keys are pressed. A sign such as "?" may need Shift on one keyboard and not on another. */
export function isPressed({ key, command, shift, alt }: Keys, press: Press): boolean {
  return (
    (press.key.toLowerCase() === key || byPlace(press, hasCommand(press)) === key) &&
    hasCommand(press) === (command ?? false) &&
    press.altKey === (alt ?? false) &&
    (isSign(key) || press.shiftKey === (shift ?? false))
  );
}

/** Held with another key, and none by themselves. */
const HELD = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'Dead',
  'Process',
  'Unidentified',
]);
/** What every text field does with these letters and Ctrl, and the window with the others. */
const OF_FIELDS = new Set(['a', 'c', 'v', 'x', 'y', 'z', 'q', 'r', 'w', '+', '-', '0']);
/** What moves, opens and closes wherever the focus is. */
const OF_EVERYTHING =
  /^(?:tab|enter|escape| |backspace|delete|home|end|page(?:up|down)|arrow\w+|f(?:1|5|6|1[0-2]))$/;

/** What may be chosen for a name: the keys, or why not. Null while only something to hold with a key is pressed. */
export function choiceFor(
  name: KeyName,
  press: Press,
): { keys: Keys } | { taken: KeyName } | { reserved: true } | null {
  if (HELD.has(press.key)) return null;
  const command = hasCommand(press);
  const key = byPlace(press, command) ?? press.key.toLowerCase();
  const keys: Keys = {
    key,
    ...(command && { command }),
    ...(press.altKey && { alt: true }),
    ...(press.shiftKey && !isSign(key) && { shift: true }),
  };
  const isReserved = OF_EVERYTHING.test(key) || (command && OF_FIELDS.has(key));
  // What this keyboard writes with it may be another key than the one that it will be looked for by.
  if (isReserved || !isPressed(keys, press)) return { reserved: true };
  const taken = KEY_NAMES.find((other) => other !== name && pressed(other, press));
  return taken === undefined ? { keys } : { taken };
}

/** Whether the keys of this name are pressed. */
export const pressed = (name: KeyName, press: Press): boolean =>
  keysOf(name).some((keys) => isPressed(keys, press));

const CAPS: Record<string, string> = {
  arrowdown: '↓',
  arrowup: '↑',
  enter: 'Enter',
  escape: 'Esc',
  home: 'Home',
};

/** The keys as this computer's keyboard names them. */
export function capsOf({ key, command, shift, alt }: Keys): string[] {
  return [
    command && (IS_MAC ? '⌘' : 'Ctrl'),
    alt && (IS_MAC ? '⌥' : 'Alt'),
    shift && (IS_MAC ? '⇧' : 'Shift'),
    CAPS[key] ?? key.toUpperCase(),
  ].filter((cap) => typeof cap === 'string');
}
