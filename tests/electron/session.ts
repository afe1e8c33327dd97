/** The default session: its protocol, and its permissions as far as Chromium can be told over CDP. */
import { answerFor, protocol } from './protocol.ts';

type Callback = (granted: boolean) => void;
type RequestHandler = (contents: null, permission: string, callback: Callback, details: object) => void;

/** What Electron calls a permission, and what the web calls the same. */
const PERMISSIONS: readonly [string, string][] = [
  ['notifications', 'notifications'],
  ['geolocation', 'geolocation'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['midi', 'midi'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['idle-detection', 'idle-detection'],
];

export class Session {
  readonly protocol = protocol;
  #request: RequestHandler | null = null;

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler;
  }
  // The stand-in asks the request handler for every permission before the first page, so that there is nothing
  // left to check or to choose a device for.
  setPermissionCheckHandler(_handler: unknown): void {}
  setDevicePermissionHandler(_handler: unknown): void {}

  /** Own schemes are asked as a page asks them; everything else goes to the network. */
  async fetch(input: string, init?: RequestInit): Promise<Response> {
    const asked = new Request(input, init);
    const own = await answerFor(asked.url, {
      method: asked.method,
      headers: Object.fromEntries(asked.headers),
    });
    return own ?? fetch(asked);
  }

  /** For the stand-in: each permission as the app's handler decides, denied where it has none. */
  async decided(): Promise<{ name: string; granted: boolean }[]> {
    return Promise.all(
      PERMISSIONS.map(async ([permission, name]) => ({
        name,
        granted: await new Promise<boolean>((resolve) => {
          if (this.#request === null) resolve(false);
          else this.#request(null, permission, resolve, {});
        }),
      })),
    );
  }
}

export const session = { defaultSession: new Session() };
