/** What is known of the way to the desk: trouble beside an answer keeps nothing from going out. */
import { expect, test } from 'vitest';
import { connection } from '../../main/core/connection.ts';

const answered = { kind: 'answered', status: 200, value: null } as const;
const gone = { kind: 'unreachable', failure: { code: 'desk_unreachable' }, neverLeft: true } as const;

function followed() {
  const backs: boolean[] = [];
  const status = connection(
    () => 1,
    (wasThere) => backs.push(status.isThere() && !wasThere),
  );
  return { status, isBack: () => backs.at(-1) };
}

test('a desk whose changes come to no end is there all the same, and is back when it answers again', () => {
  const { status, isBack } = followed();
  status.standing({ code: 'desk_goes_in_circles' });
  status.heard(answered);
  expect(status.get()).toMatchObject({ state: 'trouble', problem: { code: 'desk_goes_in_circles' } });
  expect(isBack()).toBe(true);
  status.heard(gone);
  expect([status.get().state, status.isThere()]).toEqual(['offline', false]);
  status.heard(answered);
  expect([status.get().state, isBack()]).toEqual(['trouble', true]);
  status.standing(null);
  expect(status.get()).toMatchObject({ state: 'online', problem: null });
});

test('that one trouble is over says nothing of another', () => {
  const { status } = followed();
  status.heard(answered);
  status.standing({ code: 'desk_goes_in_circles' });
  status.trouble({ code: 'store_full' });
  status.standing(null);
  expect(status.get()).toMatchObject({ state: 'trouble', problem: { code: 'store_full' } });
});
