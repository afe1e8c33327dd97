/** Texts of others carry their language where it is plain, and none where it is not (WCAG 3.1.2). */
import { expect, test } from 'vitest';
import { langOf } from '../../renderer/ui/text-language.ts';

const PLAIN: [string, string][] = [
  ['en', 'Nobody can sign in to the editor'],
  ['en', 'The export stops at 40 percent'],
  ['en', 'We see it too. A certificate expired on our side.'],
  ['en', 'Error when saving a page'],
  ['en', 'How do I add a colleague?'],
  ['en', 'Thank you. I can sign in again, and so can the team.'],
  ['en', 'Please restart the service and tell us what you see in the log at /var/log/app.'],
  ['nb', 'Ingen kommer inn i redigeringen'],
  ['nb', 'Påloggingsfeilen er her igjen'],
  ['nb', 'Vi ser det samme hos oss. Et sertifikat er utløpt.'],
  ['nb', 'Hvordan legger jeg til en kollega?'],
  ['nb', 'Eksporten stopper og vi får en feilmelding'],
  ['nb', 'Takk. Nå kan jeg logge inn, og det kan teamet også.'],
  ['de', 'Seit heute Morgen kann sich niemand mehr anmelden, und auch die Übersicht bleibt leer.'],
  ['fr', 'Depuis ce matin, personne ne peut se connecter au portail et les pages restent vides.'],
  ['es', 'Desde esta mañana nadie puede iniciar sesión en el portal y las páginas quedan vacías.'],
  [
    'ja',
    '今朝から誰もポータルにログインできず、受注画面も空白のままです。確認をお願いします。至急の対応を希望します。',
  ],
  ['sv', 'Ingen kan logga in och det är inte möjligt att spara sidor sedan i morse hos oss.'],
];

test.each(PLAIN)('%s: %s', (language, text) => {
  expect(langOf(text)).toEqual({ lang: language });
});

test.each([
  '',
  'LL-1004',
  'NullPointerException',
  'https://example.com/a/b',
  'Portal 500',
  '```\nthe and is\n```',
])('nothing is said of %j', (text) => {
  expect(langOf(text)).toEqual({});
});

test('a text without end costs no more than its beginning', () => {
  expect(langOf(`We cannot sign in. ${'x'.repeat(5_000_000)}`)).toEqual({ lang: 'en' });
});
