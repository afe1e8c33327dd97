/** A file name from elsewhere is never a path and never a disguise (invariant 9). */
import { join, relative, win32 } from 'node:path';
import { expect, test } from 'vitest';
import { isDangerous, nameInFolder, neutralName, safeName } from '../../main/core/attachments/names.ts';
import { seededNumbers } from '../desk/random.ts';

test.each([
  ['../../../etc/passwd', '_.._.._etc_passwd'],
  ['..\\..\\Startup\\run.bat', '_.._Startup_run.bat'],
  ['/etc/passwd', '_etc_passwd'],
  ['C:\\Windows\\notepad.exe', 'C__Windows_notepad.exe'],
  ['report.txt:evil.exe', 'report.txt_evil.exe'],
  ['..', 'file'],
  ['.', 'file'],
  ['', 'file'],
  [' . . ', 'file'],
  ['.bashrc', 'bashrc'],
  ['name. . .', 'name'],
  ['line\nbreak\u0000.txt', 'line_break_.txt'],
  ['CON', '_CON'],
  ['con.txt', '_con.txt'],
  ['LPT¹.log', '_LPT¹.log'],
  ['nul .txt', '_nul .txt'],
  ['console.txt', 'console.txt'],
  ['invoice\u202egpj.exe', 'invoicegpj.exe'],
  ['zero\u200bwidth\ufeff.png', 'zerowidth.png'],
  ['a<b>|c?*".png', 'a_b__c___.png'],
  ['half \ud800 pair.txt', 'half \ufffd pair.txt'],
  ['Skjermbilde 2026-01-01 kl. 09.10.png', 'Skjermbilde 2026-01-01 kl. 09.10.png'],
  ['æøå 日本語 😀.pdf', 'æøå 日本語 😀.pdf'],
])('%j is shown and stored as %j', (name, safe) => {
  expect(safeName(name)).toBe(safe);
});

test('a long name keeps its ending and fits every file system', () => {
  for (const letter of ['a', 'å', '日', '😀']) {
    const safe = safeName(`${letter.repeat(400)}.tar.exe`);
    expect(new TextEncoder().encode(safe).length).toBeLessThanOrEqual(255);
    expect(safe).toMatch(/\.exe$/);
    expect(safe.isWellFormed()).toBe(true);
  }
  expect(safeName(`${'x'.repeat(300)}.${'y'.repeat(300)}`).length).toBeLessThanOrEqual(255);
});

test('whatever the name, it stays in its folder and is as safe the second time as the first', () => {
  const next = seededNumbers(9);
  const parts = [
    '..',
    '/',
    '\\',
    ':',
    '\u0000',
    '\u202e',
    'con',
    '.',
    ' ',
    '\ud83d',
    'å',
    '😀',
    'a',
    '.exe',
    '\u2028',
  ];
  for (let round = 0; round < 5_000; round += 1) {
    const name = Array.from({ length: 1 + next() * 12 }, () => parts[Math.floor(next() * parts.length)]).join(
      '',
    );
    const safe = safeName(name);
    expect(relative('/folder', join('/folder', safe)), JSON.stringify(name)).toBe(safe);
    expect(win32.basename(safe), JSON.stringify(name)).toBe(safe);
    expect(safeName(safe), JSON.stringify(name)).toBe(safe);
  }
});

test.each(
  `setup.exe SETUP.EXE run.bat run.cmd a.ps1 a.vbs a.js a.jse a.wsf a.hta a.lnk a.url a.scr a.com a.cpl a.jar a.msi
   a.app a.command a.sh a.desktop a.AppImage a.deb a.rpm a.dmg a.pkg a.iso a.img a.vhd a.reg a.docm a.xlsm a.pptm a.doc
   a.html a.htm a.svg a.xhtml a.settingcontent-ms a.library-ms a.chm a.terminal a.py a.zip a.7z a.unknown Makefile
   invoice.exe.pdf photo.js.png invoice.pdf.exe a.txt.lnk`.split(/\s+/),
)('%s is dangerous', (name) => {
  expect(isDangerous(name, 'application/octet-stream')).toBe(true);
});

test.each([
  'shot.png',
  'SHOT.PNG',
  'log.txt',
  'v1.2.3.log',
  'report.pdf',
  'figures.xlsx',
  'letter.docx',
  'clip.mp4',
])('%s is not', (name) => {
  expect(isDangerous(name, 'application/octet-stream')).toBe(false);
});

test.each(['pict\u202egnp.exe', 'shot.png\u202e.exe', 'shot.exe.', 'shot.exe ', 'shot.png:x.exe', 'a.png/b'])(
  '%j does not pass for a picture',
  (name) => {
    expect(isDangerous(name, 'image/png')).toBe(true);
  },
);

test.each([
  'text/html',
  'image/svg+xml',
  'application/x-msdownload',
  'application/javascript; charset=utf-8',
])('a picture that its sender calls %s is dangerous', (mediaType) => {
  expect(isDangerous('shot.png', mediaType)).toBe(true);
});

test.each(
  `a.lnk a.scf a.url a.library-ms a.searchConnector-ms a.search-ms a.theme a.themepack a.contact a.inf a.LNK
   desktop.ini autorun.inf a.desktop a.webloc a.txt.lnk a.lnk.txt a.url.`.split(/\s+/),
)('%s is shown in no folder under its own name: showing its icon would fetch it', (name) => {
  const shown = nameInFolder(safeName(name));
  expect(shown).toMatch(/\.download$/);
  expect(nameInFolder(shown)).toBe(shown);
});

test('a file that only has to be looked at keeps its name', () => {
  for (const name of ['shot.png', 'setup.exe', 'logs.zip', 'notes']) expect(nameInFolder(name)).toBe(name);
});

test('the neutral name is no longer than a name may be, and keeps its ending', () => {
  const long = safeName(`${'å'.repeat(200)}.exe`);
  const shown = neutralName(long);
  expect(new TextEncoder().encode(shown).length).toBeLessThanOrEqual(255);
  expect(shown).toMatch(/\.download$/);
});
