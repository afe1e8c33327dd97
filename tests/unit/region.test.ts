/** Dates, clocks and tables follow the region of the system, and the words the language of the window. */
import { expect, test } from 'vitest';
import { regionIn, spreadsheetMarks } from '#shared/region.ts';
import { fieldLanguage, systemRegion } from '../../main/shell/region.ts';
import { formatLocale } from '../../renderer/ui/region.ts';
import { times } from '../../renderer/ui/time.ts';

const at = new Date(2026, 10, 3, 21, 5).getTime();
const nextYear = new Date(2027, 0, 1).getTime();

test.each([
  ['en-GB', 'GB'],
  ['nb_NO.UTF-8', 'NO'],
  ['no_NO@euro', 'NO'],
  ['zh-Hant-TW', 'TW'],
  ['es-419', null],
  ['en_US@rg=nozzzz', 'NO'],
  ['en-US-u-rg-dezzzz', 'DE'],
  ['en', null],
  ['C.UTF-8', null],
  ['POSIX', null],
  ['', null],
  ['en_US_POSIX', 'US'],
])('the region in %j is %j', (tag, region) => expect(regionIn(tag)).toBe(region));

const system = { platform: 'linux', env: {}, systemLocale: 'en-US', languages: ['en-US'] };
test.each([
  ['LC_TIME before LANG', { ...system, env: { LC_TIME: 'nb_NO.UTF-8', LANG: 'en_US.UTF-8' } }, 'NO'],
  ['LC_ALL before both', { ...system, env: { LC_ALL: 'de_DE.UTF-8', LC_TIME: 'nb_NO.UTF-8' } }, 'DE'],
  ['LANG alone', { ...system, env: { LANG: 'en_GB.UTF-8' } }, 'GB'],
  ['an empty LC_ALL is none', { ...system, env: { LC_ALL: '', LANG: 'en_GB.UTF-8' } }, 'GB'],
  ['what Electron knows, where the variables say nothing', { ...system, env: { LANG: 'C.UTF-8' } }, 'US'],
  [
    'on macOS the region is not the language’s',
    { ...system, platform: 'darwin', systemLocale: 'en-NO' },
    'NO',
  ],
  ['variables mean nothing on Windows', { ...system, platform: 'win32', env: { LC_TIME: 'nb_NO' } }, 'US'],
  ['a language that names it', { ...system, systemLocale: 'en', languages: ['en', 'nb-NO'] }, 'NO'],
  ['nobody says', { ...system, systemLocale: 'en', languages: ['en'] }, null],
])('the shell learns the region: %s', (_name, from, region) => expect(systemRegion(from)).toBe(region));

test.each([
  ['en_US.UTF-8', { LC_TIME: 'nb_NO.UTF-8', LANG: 'en_US.UTF-8' }, 'en-GB'],
  ['en_DK.UTF-8', { LANG: 'en_DK.UTF-8' }, 'en-GB'],
  ['American', { LANG: 'en_US.UTF-8' }, null],
  ['Norwegian follows by itself', { LANGUAGE: 'nb', LANG: 'en_US.UTF-8', LC_TIME: 'nb_NO.UTF-8' }, null],
  ['nobody says', { LANGUAGE: 'en', LC_ALL: 'C.UTF-8' }, null],
])('date fields on Linux follow the region: %s', (_name, env, language) => {
  expect(fieldLanguage({ platform: 'linux', env })).toBe(language);
  // On other systems they ask the system themselves.
  expect(fieldLanguage({ platform: 'win32', env })).toBe(null);
});

test.each<['en' | 'nb', string | null, string, string, string]>([
  // The window's language, the region, then a full date, a clock, and a date in figures.
  ['en', 'US', 'Tuesday November 3, 2026 at 9:05 PM', '9:05 PM', '11/3/26'],
  ['en', 'GB', 'Tuesday 3 November 2026 at 21:05', '21:05', '03/11/2026'],
  ['en', 'DE', 'Tuesday 3 November 2026 at 21:05', '21:05', '03/11/2026'],
  ['en', 'NO', 'Tuesday 3 November 2026 at 21:05', '21:05', '03/11/2026'],
  ['en', 'SE', 'Tuesday 3 November 2026 at 21:05', '21:05', '2026-11-03'],
  ['en', 'AU', 'Tuesday 3 November 2026 at 9:05 pm', '9:05 pm', '3/11/26'],
  ['nb', 'NO', 'tirsdag 3. november 2026 kl. 21:05', '21:05', '03.11.2026'],
  // Bokmål is written in one way, wherever the computer stands.
  ['nb', 'US', 'tirsdag 3. november 2026 kl. 21:05', '21:05', '03.11.2026'],
  ['nb', null, 'tirsdag 3. november 2026 kl. 21:05', '21:05', '03.11.2026'],
  ['en', null, 'Tuesday November 3, 2026 at 9:05 PM', '9:05 PM', '11/3/26'],
])('%s in %s', (language, region, full, clock, figures) => {
  const locale = formatLocale(language, region);
  // Versions of the data differ in the space before AM and PM and in the comma after the day of the week.
  const plain = (text: string) => text.replaceAll(/\s/g, ' ').replace('day,', 'day');
  expect(plain(times(locale).fullMoment(at))).toBe(full);
  expect(plain(times(locale).timeOfDay(at))).toBe(clock);
  expect(new Intl.DateTimeFormat(locale, { dateStyle: 'short' }).format(at)).toBe(figures);
});

test('English has its dates and clock in every region, and in the order and count of hours of that region', () => {
  const codes = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const regions = codes
    .flatMap((a) => codes.map((b) => a + b))
    .filter((code) => names.of(code) !== undefined);
  expect(regions.length).toBeGreaterThan(240);
  const words = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(0);
  for (const region of regions) {
    const locale = formatLocale('en', region);
    expect(new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(0), region).toBe(words);
    expect(new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hourCycle, region).toMatch(
      /^h(12|23)$/,
    );
  }
  const clockOf = (region: string) =>
    new Intl.DateTimeFormat(formatLocale('en', region), { hour: 'numeric' }).resolvedOptions().hourCycle;
  for (const region of ['NO', 'DE', 'FR', 'JP', 'RU', 'BR', 'TR', 'LT', 'CN', 'HU', 'UA', 'IT']) {
    expect([region, clockOf(region)]).toEqual([region, 'h23']);
  }
  for (const region of ['US', 'IN', 'AU', 'EG', 'MX'])
    expect([region, clockOf(region)]).toEqual([region, 'h12']);
});

test('a message of the past days has the clock of the region too', () => {
  const shown = times(formatLocale('en', 'NO')).messageMoment(
    new Date(2026, 10, 3, 9, 5).getTime(),
    nextYear,
  );
  expect(shown).toContain('09:05');
});

test.each([
  ['US', ',', '.'],
  ['GB', ',', '.'],
  ['NO', ';', ','],
  ['DE', ';', ','],
  ['FR', ';', ','],
  // Switzerland writes a point, and its spreadsheets still part cells by a semicolon.
  ['CH', ';', '.'],
  [null, ',', '.'],
])('a spreadsheet in %s parts cells by %j and writes a fraction with %j', (region, separator, decimal) => {
  expect(spreadsheetMarks(region)).toEqual({ separator, decimal });
});
