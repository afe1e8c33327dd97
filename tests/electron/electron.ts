/** The module that `electron` resolves to in the main process. Each export is checked against Electron's own types. */
import { app as appHere } from './app.ts';
import { WebContents } from './contents.ts';
import * as desktop from './desktop.ts';
import { ipcMain as ipcHere } from './ipc.ts';
import { net as netHere } from './net.ts';
import { Notification as NotificationHere } from './notification.ts';
import { only } from './only.ts';
import { protocol as protocolHere } from './protocol.ts';
import { session as sessionHere } from './session.ts';
import { utilityProcess as utilityHere } from './utility.ts';
import { BrowserWindow as BrowserWindowHere } from './window.ts';

export const app = only('app', appHere);
export const BrowserWindow = BrowserWindowHere;
export const dialog = only('dialog', desktop.dialog);
export const ipcMain = only('ipcMain', ipcHere);
export const Menu = desktop.Menu;
export const nativeTheme = desktop.nativeTheme;
export const net = only('net', netHere);
export const Notification = NotificationHere;
export const powerMonitor = desktop.powerMonitor;
export const protocol = only('protocol', protocolHere);
export const safeStorage = only('safeStorage', desktop.safeStorage);
export const session = only('session', sessionHere);
export const shell = desktop.shell;
export const utilityProcess = utilityHere;
export const webContents = WebContents;

export default only('electron', {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  utilityProcess,
  webContents,
});
