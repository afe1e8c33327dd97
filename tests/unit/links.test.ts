/** Where links in a text of others go: one rule for the window and the shell (invariant 9). */
import { describe, expect, test } from 'vitest';
import { destinationOf, saysWhere } from '#shared/links.ts';

describe('what opens', () => {
  test.each([
    ['https://docs.example/a?b=c#d', 'https://docs.example/a?b=c#d', 'docs.example'],
    ['HTTPS://Docs.Example:8443', 'https://docs.example:8443/', 'docs.example:8443'],
    ['https://аррӏе.example/', 'https://xn--80ak6aa92e.example/', 'xn--80ak6aa92e.example'],
    ['mailto:help@desk.example', 'mailto:help@desk.example', 'help@desk.example'],
    [
      'mailto:a@b.example?cc=c@d.example&subject=Late&body=One%0ATwo',
      'mailto:a@b.example?cc=c@d.example&subject=Late&body=One%0ATwo',
      'a@b.example, c@d.example',
    ],
    ['tel:+47 55 50 01 42', 'tel:+4755500142', '+47 55 50 01 42'],
  ])('%s', (text, href, shown) => {
    expect(destinationOf(text)).toEqual({ href, shown });
  });
});

describe('what stays text', () => {
  test.each([
    'http://docs.example/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'lifeline-app://window/',
    'no address',
    '',
    'https://bank.example@evil.example/',
    'https://user:pw@desk.example/',
    'https://desk.example/\u202egnp.exe',
    `https://desk.example/${'a'.repeat(2_100)}`,
    'mailto:',
    'mailto:no-address',
    'mailto:a@b.example?attach=/etc/passwd',
    'mailto:a@b.example?bcc=c@d.example',
    'mailto:a@b.example?subject=Late%0D%0ABcc:c@d.example',
    'mailto:a@b.example%0D%0Ac@d.example',
    'mailto:a@b.example?cc=nobody',
    'mailto:%',
    `mailto:${Array.from({ length: 21 }, (_, n) => `a${n}@b.example`).join(',')}`,
    'tel:*21*+4755500142#',
    'tel:%2A%2306%23',
    'tel:+47#1',
    'tel:12',
    'tel:+4755500142;phone-context=x',
    'tel:+4755500142?x',
    'tel:1234567890123456',
  ])('%j', (text) => {
    expect(destinationOf(text)).toBeNull();
  });
});

describe('where a link goes stands beside it, unless its words say it', () => {
  const says = (words: string, url: string) => {
    const destination = destinationOf(url);
    return destination !== null && saysWhere(words, destination);
  };
  test.each([
    ['https://docs.example/a', 'https://docs.example/a'],
    ['docs.example/a', 'https://docs.example/a'],
    ['docs.example', 'https://docs.example/deep/page'],
    ['help@desk.example', 'mailto:help@desk.example'],
    ['55 50 01 42', 'tel:55500142'],
  ])('%s says it', (words, url) => {
    expect(says(words, url)).toBe(true);
  });

  test.each([
    ['the page', 'https://docs.example/a'],
    ['https://bank.example/', 'https://evil.example/'],
    ['https://аррӏе.example/', 'https://аррӏе.example/'],
    ['https://docs.example/\u202ea', 'https://docs.example/a'],
    ['help@desk.example', 'mailto:help@desk.example?cc=other@desk.example'],
    ['Call us', 'tel:55500142'],
  ])('%j does not', (words, url) => {
    expect(says(words, url)).toBe(false);
  });
});
