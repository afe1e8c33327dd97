/** What belongs to the desktop around the windows: theme, screens, menus, links, dialogs, secrets. */
import { EventEmitter } from 'node:events';
import type { CdpSession } from './cdp.ts';

class NativeTheme extends EventEmitter {
  #source: 'system' | 'light' | 'dark' = 'system';
  readonly #pages = new Set<CdpSession>();
  get themeSource() {
    return this.#source;
  }
  set themeSource(source: 'system' | 'light' | 'dark') {
    this.#source = source;
    for (const page of this.#pages) this.#apply(page);
    this.emit('updated');
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
  /** For the stand-in: this page shows the theme from now on. */
  follow(page: CdpSession): void {
    this.#pages.add(page);
    if (this.#source !== 'system') this.#apply(page);
  }
  #apply(page: CdpSession): void {
    const value = this.#source === 'system' ? '' : this.#source;
    void page
      .call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] })
      .catch(() => {});
  }
}
export const nativeTheme = new NativeTheme();

type MenuItem = { role?: string; label?: string; submenu?: MenuItem[] };
let applicationMenu: Menu | null = null;
/** Holds what it was given. There is no menu bar: Chromium's window has none to offer. */
export class Menu {
  items: MenuItem[] = [];
  static buildFromTemplate(template: MenuItem[]): Menu {
    const menu = new Menu();
    menu.items = template;
    return menu;
  }
  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu;
  }
  static getApplicationMenu = (): Menu | null => applicationMenu;
}

/** Nothing outside is ever opened: a test replaces these to see what would have been. */
export const shell = {
  async openExternal(url: string): Promise<void> {
    console.log(`electron stand-in: would open ${url}`);
  },
  async openPath(path: string): Promise<string> {
    console.log(`electron stand-in: would open ${path}`);
    return '';
  },
  showItemInFolder(path: string): void {
    console.log(`electron stand-in: would show ${path}`);
  },
};

const PREFIX = 'v10';
/** As Chromium's `basic_text` on Linux without a keyring: unreadable at a glance, and no protection. */
export const safeStorage = {
  isAsyncEncryptionAvailable: async (): Promise<boolean> => true,
  encryptStringAsync: async (plain: string): Promise<Buffer> =>
    Buffer.from(PREFIX + Buffer.from(plain).toString('base64')),
  async decryptStringAsync(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    const text = encrypted.toString();
    if (!text.startsWith(PREFIX))
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.');
    return { result: Buffer.from(text.slice(PREFIX.length), 'base64').toString(), shouldReEncrypt: false };
  },
  getSelectedStorageBackend: (): 'basic_text' => 'basic_text',
};

export const dialog = {
  showErrorBox(title: string, content: string): void {
    console.error(`${title}\n${content}`);
  },
};
