/** The module that `electron` resolves to in the main process. Each export is checked against Electron's own types. */
import type Electron from 'electron';
import { app as appHere } from './app.ts';
import { WebContents, type WebFrameMain } from './contents.ts';
import * as desktop from './desktop.ts';
import { ipcMain as ipcHere } from './ipc.ts';
import { showMessageBox } from './message-box.ts';
import { net as netHere } from './net.ts';
import { Notification as NotificationHere } from './notification.ts';
import { only, type PartOf } from './only.ts';
import { powerMonitor as powerHere } from './power.ts';
import { protocol as protocolHere } from './protocol.ts';
import { type Session, session as sessionHere } from './session.ts';
import { type UtilityProcess, utilityProcess as utilityHere } from './utility.ts';
import { BrowserWindow as BrowserWindowHere } from './window.ts';

export const app = only('app', appHere) satisfies PartOf<
  Electron.App,
  typeof appHere,
  'commandLine' | 'getAppMetrics'
>;
export const BrowserWindow = BrowserWindowHere;
const dialogHere = { ...desktop.dialog, showMessageBox };
export const dialog = only('dialog', dialogHere) satisfies PartOf<Electron.Dialog, typeof dialogHere>;
export const ipcMain = only('ipcMain', ipcHere) satisfies PartOf<Electron.IpcMain, typeof ipcHere>;
export const Menu = desktop.Menu;
export const nativeTheme = desktop.nativeTheme satisfies PartOf<
  Electron.NativeTheme,
  typeof desktop.nativeTheme
>;
export const net = only('net', netHere) satisfies PartOf<Electron.Net, typeof netHere>;
export const Notification = NotificationHere;
export const powerMonitor = only('powerMonitor', powerHere) satisfies PartOf<
  Electron.PowerMonitor,
  typeof powerHere
>;
export const protocol = only('protocol', protocolHere) satisfies PartOf<
  Electron.Protocol,
  typeof protocolHere
>;
export const safeStorage = only('safeStorage', desktop.safeStorage) satisfies PartOf<
  Electron.SafeStorage,
  typeof desktop.safeStorage
>;
export const session = only('session', sessionHere);
export const shell = desktop.shell satisfies PartOf<Electron.Shell, typeof desktop.shell>;
export const utilityProcess = utilityHere;
export const webContents = WebContents;

// Classes are checked by what an instance of them offers.
type Checked<Whole, Mine extends PartOf<Whole, Mine, But>, But extends keyof Mine = never> = [
  Whole,
  Mine,
  But,
];
export type Instances = [
  Checked<Electron.BrowserWindow, BrowserWindowHere, 'webContents'>,
  Checked<Electron.WebContents, WebContents, 'session' | 'mainFrame' | 'setWindowOpenHandler'>,
  Checked<Electron.WebFrameMain, WebFrameMain, 'parent' | 'top'>,
  Checked<Electron.Notification, NotificationHere>,
  Checked<Electron.Session, Session, 'protocol' | 'setPermissionRequestHandler'>,
  Checked<Electron.UtilityProcess, UtilityProcess>,
];

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
