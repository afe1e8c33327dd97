/** The application menu: the platform's own entries, in its own language. */
import { Menu } from 'electron';

export function setMenu(): void {
  Menu.setApplicationMenu(
    process.platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : // The window has its own way to everything; a menu bar would only stand between.
        null,
  );
}
