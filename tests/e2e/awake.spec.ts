/** Sleep and a changed network: the desk is looked for at once, however long the wait would still have been. */
import type { Desk } from '../desk/desk.ts';
import { type Logind, startLogind } from '../electron/logind.ts';
import { ticketCalled } from './at-desk.ts';
import { test as base, expect } from './fixtures.ts';
import type { Network } from './network.ts';
import type { Person } from './person.ts';

const test = base.extend<{ logind: Logind }>({
  logind: async ({ host: _host }, use) => {
    const logind = await startLogind();
    await use(logind);
    await logind.close();
  },
});

/** A ticket is open, and an answer to it has been missed: the desk asked to wait for an hour before it asks again. */
async function waitsForAnHour({ person, network, desk }: { person: Person; network: Network; desk: Desk }) {
  await person.files('Nobody can pay', { description: 'Error 503 at the till.' });
  await person.seesNumber();
  await network.cut();
  await person.seesConnection('Offline');
  desk.faults.set({ kind: 'status', status: 503, method: 'GET', retryAfterSeconds: 3600 });
  await network.mend();
  await person.seesConnection('Problem');
  expect(asked(desk)).toBe(1);
  desk.specialist.reply(ticketCalled(desk, 'Nobody can pay').id, 'Look at the certificate.');
}

/** How many questions the desk has put off. */
const asked = (desk: Desk) => desk.faults.state().faults[0]?.met;

async function seesAnswer({ page }: Person): Promise<void> {
  await expect(page.getByTestId('message').filter({ hasText: 'Look at the certificate.' })).toBeVisible();
}

test('an answer that came while the computer slept is there when it wakes up', async ({
  open,
  network,
  desk,
  logind,
}) => {
  const person = await open({ env: logind.env });
  await logind.isHeard;
  await waitsForAnHour({ person, network, desk });

  logind.sleeps();
  logind.wakes();
  await expect.poll(() => asked(desk)).toBe(2);
  // Asked once, and put off again: that is obeyed until the next time.
  await person.seesConnection('Problem');

  desk.faults.clear();
  logind.sleeps();
  logind.wakes();
  await seesAnswer(person);
  await person.seesConnection('Online$');
});

test('an answer that came while there was no network is there when there is one', async ({
  open,
  network,
  desk,
}) => {
  const person = await open();
  await waitsForAnHour({ person, network, desk });
  desk.faults.clear();
  const context = person.page.context();
  await context.setOffline(true);
  await context.setOffline(false);
  await seesAnswer(person);
});
