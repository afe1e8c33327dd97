/** The line at the top says what is wrong, and nothing that nobody knows. */
import { expect, test } from 'vitest';
import { ErrorCode } from '#shared/errors.ts';
import { Connection } from '#shared/model.ts';
import { en } from '../../renderer/locales/en.ts';
import { wrongOf } from '../../renderer/state/wrong.ts';

const problem = (code: ErrorCode | null) => (code === null ? null : { code });

test('while the desk answers, nothing is wrong, whatever the computer thinks of its network', () => {
  for (const state of ['online', 'connecting', 'no_desk'] as const)
    for (const hasNetwork of [true, false])
      expect(wrongOf({ state, problem: problem('desk_unreachable') }, hasNetwork)).toBe(null);
});

test('"You are offline" is said only when nobody answers, and the computer or its network code says so', () => {
  const offline = (code: ErrorCode, hasNetwork: boolean) =>
    wrongOf({ state: 'offline', problem: problem(code) }, hasNetwork);
  expect(offline('desk_unreachable', true)).toBe('connection.wrong.desk_unreachable');
  expect(offline('desk_unreachable', false)).toBe('connection.wrong.network_offline');
  expect(offline('network_offline', true)).toBe('connection.wrong.network_offline');
});

test('every state and trouble has words of its own, and what is no matter of the network has none here', () => {
  for (const state of Connection.shape.state.options) {
    for (const code of [null, ...ErrorCode.options]) {
      const name = wrongOf({ state, problem: problem(code) }, true);
      const words = name?.split('.').reduce<unknown>((part, key) => (part as never)[key], en);
      if (name !== null) expect(words, `${state} ${code}`).toEqual(expect.stringMatching(/\w/));
      if (state === 'trouble') expect(name !== null, `${code}`).toBe(/^(desk|network)_/.test(code ?? ''));
      if (state === 'offline' || state === 'signed_out') expect(name).not.toBe(null);
    }
  }
});
