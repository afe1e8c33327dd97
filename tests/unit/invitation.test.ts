import { expect, test } from 'vitest';
import { looksLikeInvitation, readInvitation } from '../../shared/invitation.ts';

const link = (desk: string, token = 'a-token') =>
  `lifeline://invite?desk=${encodeURIComponent(desk)}&token=${encodeURIComponent(token)}`;

const problem = (text: string) => {
  const read = readInvitation(text);
  return read.ok ? read.invitation : read.problem;
};

test('An invitation gives the address and the token, whatever stands around it', () => {
  const invitation = { url: 'https://desk.example/support', token: 'a-token' };
  expect(problem(link('https://desk.example/support'))).toEqual(invitation);
  expect(problem(`  \n${link('https://desk.example/support/')}\n`)).toEqual(invitation);
  expect(problem('LIFELINE://invite/?token=a-token&desk=https://desk.example/support')).toEqual(invitation);
  expect(problem(link('http://127.0.0.1:8080'))).toEqual({ url: 'http://127.0.0.1:8080', token: 'a-token' });
});

test('A token never travels readable: plain http is refused for every other computer', () => {
  for (const desk of [
    'http://desk.example',
    'http://127.0.0.1.desk.example',
    'http://localhost.desk.example',
    'http://10.0.0.1',
    'http://[::2]',
  ])
    expect([desk, problem(link(desk))]).toEqual([desk, 'insecure']);
});

test('What is no address is refused, and so is one that hides where it leads', () => {
  for (const desk of [
    'desk.example',
    'ftp://desk.example',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'lifeline://invite?desk=x',
    'https://you@desk.example',
    'https://you:secret@desk.example',
    'https://desk.example?next=x',
    'https://desk.example#part',
    'https://desk.example/a b',
    'https://',
    ' https://desk.example',
    `https://desk.example/${'a'.repeat(2048)}`,
  ])
    expect([desk, problem(link(desk))]).toEqual([desk, 'bad_address']);
});

test('An invitation holds exactly an address and a token, each once', () => {
  for (const text of [
    'lifeline://invite?',
    'lifeline://invite?desk=https://desk.example',
    'lifeline://invite?token=a-token',
    'lifeline://invite?desk=&token=',
    'lifeline://invite?desk=https://desk.example&token=a&token=b',
    'lifeline://invite?desk=https://a.example&desk=https://b.example&token=a',
    'lifeline://invite?desk=https://desk.example&token=a&run=x',
    'lifeline://invite?desk=https://desk.example&token=a&__proto__=x',
    link('https://desk.example', ''),
    link('https://desk.example', 'two words'),
    link('https://desk.example', 'a\r\nX-Header: b'),
    link('https://desk.example', 'tøken'),
    link('https://desk.example', 'a'.repeat(4097)),
  ])
    expect([text.slice(0, 80), problem(text)]).toEqual([text.slice(0, 80), 'incomplete']);
});

test('Anything else is no invitation', () => {
  for (const text of [
    '',
    'lifeline:',
    'lifeline://',
    'lifeline:invite?desk=https://desk.example&token=a',
    'lifeline://invites?desk=https://desk.example&token=a',
    'lifeline://invite.example/?desk=https://desk.example&token=a',
    'lifeline://you@invite?desk=https://desk.example&token=a',
    'lifeline://invite/more?desk=https://desk.example&token=a',
    'lifeline://invite?desk=https://desk.example&token=a#part',
    'lifeline://invite?desk=https://desk.example&token=a and more',
    'https://invite?desk=https://desk.example&token=a',
    `${link('https://desk.example')}&${'a'.repeat(8192)}`,
  ])
    expect([text.slice(0, 80), problem(text)]).toEqual([text.slice(0, 80), 'not_an_invitation']);
});

test('An address is not taken for an invitation, and a broken invitation not for an address', () => {
  expect(looksLikeInvitation('https://desk.example')).toBe(false);
  expect(looksLikeInvitation('lifeline.example')).toBe(false);
  expect(looksLikeInvitation(' Lifeline://inv')).toBe(true);
});
