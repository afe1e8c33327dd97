/**
 * What a packaged app does not take from whoever starts it: Chromium reads switches and variables of the environment
 * before any of our code runs, and some of them undo what keeps words and tokens safe. Pure.
 */

/** Opens the app to other programs, or runs their code in it. */
const TAKES_OVER = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'load-extension',
  'disable-extensions-except',
  'js-flags',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
  'enable-automation',
];

/** Takes away the walls between a page and the computer, or between pages. */
const TEARS_DOWN = [
  'no-sandbox',
  'single-process',
  'disable-setuid-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-namespace-sandbox',
  'disable-gpu-sandbox',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-running-insecure-content',
  'unsafely-treat-insecure-origin-as-secure',
  'enable-blink-features',
  'enable-experimental-web-platform-features',
];

/** Lets somebody else be taken for the desk, or writes down what is said to it. */
const LISTENS_IN = [
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'allow-insecure-localhost',
  'host-rules',
  'host-resolver-rules',
  'ssl-key-log-file',
  'log-net-log',
  'net-log-capture-mode',
];

const REFUSED = new Set([...TAKES_OVER, ...TEARS_DOWN, ...LISTENS_IN]);
/** Node's own, `inspect-brk` and whatever else begins so. */
const INSPECTS = /^(inspect|debug)($|-)/;

/** What an IT department has reasons for. It is used, and the window says so. */
const SAID = new Set([
  'proxy-server',
  'proxy-pac-url',
  'proxy-bypass-list',
  'proxy-auto-detect',
  'no-proxy-server',
  'auth-server-allowlist',
  'auth-negotiate-delegate-allowlist',
  'user-data-dir',
  'enable-features',
  'disable-features',
  'enable-logging',
  'log-file',
]);

/**
 * Variables that do the same, without a wish of whoever starts the app: some programs set them for the whole computer.
 * They are taken away before Chromium opens a connection, and the window says so. What the fuses already close
 * (`NODE_OPTIONS`, `ELECTRON_RUN_AS_NODE`) would only reach programs that we start.
 */
const DROPPED = ['SSLKEYLOGFILE', 'NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE', 'NODE_TLS_REJECT_UNAUTHORIZED'];

export type StartedWith = {
  argv: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  isPackaged: boolean;
  platform: string;
};

export type StartVerdict = {
  /** Switches with which the app does not start. */
  refused: string[];
  /** Switches that are used and variables that are not; both are shown. */
  said: string[];
  /** Variables to be taken away. */
  dropped: string[];
};

/** Says which of these a start takes. One from the sources takes everything: tests and tools need it. */
export function judgeStart({ argv, env, isPackaged, platform }: StartedWith): StartVerdict {
  if (!isPackaged) return { refused: [], said: [], dropped: [] };
  const names = switchesIn(argv, platform);
  const dropped = DROPPED.filter((name) => env[name] !== undefined);
  return {
    refused: names.filter((name) => REFUSED.has(name) || INSPECTS.test(name)).map((name) => `--${name}`),
    said: [...names.filter((name) => SAID.has(name)).map((name) => `--${name}`), ...dropped],
    dropped,
  };
}

/**
 * The names of all switches, as Chromium reads them: one hyphen does as well as two, on Windows a slash too and in any
 * case of letters. Chromium stops at `--`, Node does not; taking all is the safe side.
 */
function switchesIn(argv: readonly string[], platform: string): string[] {
  const form = platform === 'win32' ? /^(?:--?|\/)([a-z][^=]*)/i : /^--?([a-z][^=]*)/i;
  const names = argv.slice(1).flatMap((argument) => form.exec(argument)?.[1]?.toLowerCase() ?? []);
  return [...new Set(names)];
}

/** The words with which a start is refused. Said before anybody's language is known, so in both. */
export function refusalWords(refused: readonly string[]): string {
  const list = refused.join(', ');
  return [
    `Lifeline does not start with ${list}: it would open your tickets and your token to others.`,
    'Start it without, or ask whoever made this shortcut.',
    '',
    `Lifeline starter ikke med ${list}: da kunne andre få tilgang til sakene og nøkkelen din.`,
    'Start uten, eller spør den som har laget snarveien.',
  ].join('\n');
}

/** The words for a folder of tickets that belongs to somebody else. */
export function notPrivateWords(folder: string): string {
  return [
    `Lifeline needs ${folder} for your tickets, and that belongs to somebody else on this computer.`,
    'Remove it, or start Lifeline with another folder.',
    '',
    `Lifeline trenger ${folder} for sakene dine, men det der tilhører noen andre på denne maskinen.`,
    'Ta det bort, eller start Lifeline med en annen mappe.',
  ].join('\n');
}
