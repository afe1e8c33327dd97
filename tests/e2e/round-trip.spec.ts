/** The round trip on the running app: what is written offline arrives once, and the answer knocks. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { killHard } from '../electron/host.ts';
import { expect, test } from './fixtures.ts';

const TITLE = 'Nobody can sign in to the editor';
const NOT_SENT = 'Not sent yet: the response clock has not started';

test('what the window called saved survives a kill in the middle of a word (invariant 1)', async ({
  open,
  network,
}) => {
  await network.cut();
  const first = await open();
  await first.startsTicket();
  await first.field('Your question').pressSequentially('Nobody can sign in to the edi');
  await first.seesSaved();
  await killHard(first.app);

  const second = await open();
  await second.opensGroup('Drafts');
  await second.opensDraft('Nobody can sign in to the edi');
  await expect(second.field('Your question')).toHaveValue('Nobody can sign in to the edi');
});

test('a ticket sent offline waits, says so after a restart, and arrives once (invariants 2, 6, 7)', async ({
  open,
  network,
  desk,
}) => {
  await network.cut();
  const first = await open();
  await first.seesConnection('Offline');
  await first.files(TITLE, { description: 'Error 503 for everyone.', reason: 'No orders can be taken.' });
  await expect(first.page.getByRole('main').getByText(NOT_SENT).first()).toBeVisible();
  await first.app.close();

  const second = await open();
  await second.opensGroup('Outbox');
  await second.opensTicket(TITLE);
  await expect(second.page.getByRole('main').getByText(NOT_SENT).first()).toBeVisible();
  await network.mend();
  await second.seesNumber();
  await expect(
    second.page
      .getByRole('main')
      .getByText(/First answer within 30 min/)
      .first(),
  ).toBeVisible();
  await expect(second.page.getByText(NOT_SENT)).toHaveCount(0);
  expect(desk.ledger().tickets).toHaveLength(1);
});

test('an answer is shown natively, a click leads to it, and the reply arrives (invariant 5)', async ({
  open,
  desk,
  desktop,
}) => {
  const person = await open();
  await person.files(TITLE, { description: 'Error 503 for everyone.' });
  await person.seesNumber();
  const id = desk.ledger().tickets[0]?.id;
  const ticket = desk.specialist.tickets().find((each) => each.id === id);
  if (ticket === undefined) throw new Error('The ticket is not on the desk.');

  await person.opensGroup('Solved');
  const before = desktop.notifications().length;
  desk.specialist.reply(ticket.id, 'We are restarting the sign-in service.');
  const shown = await desktop.waitForNotification((each) => each.body.includes('restarting'));
  expect(shown.summary).toContain(TITLE);
  await desktop.click(shown.id);
  const message = person.page.getByTestId('message').filter({ hasText: 'restarting the sign-in service' });
  await expect(message).toBeFocused();
  expect(desktop.notifications().length - before).toBe(1);

  await person.replies('Thank you, it works.');
  await expect(person.page.getByTestId('delivery').filter({ hasText: 'Delivered' })).toHaveCount(1);
  expect(desk.specialist.messages(ticket.id).map((each) => each.body)).toContain('Thank you, it works.');
});

test('when the core process dies, the window reconnects and nothing is lost', async ({ open }) => {
  const person = await open();
  await person.startsTicket();
  await person.field('Your question').fill('Before the crash');
  await person.seesSaved();
  const died = person.app.evaluate(
    ({ app }) =>
      new Promise<string>((resolve) => {
        app.once('child-process-gone', (_event, details) => resolve(details.type));
        const core = app
          .getAppMetrics()
          .find((metric) => metric.type === 'Utility' && metric.serviceName !== undefined);
        if (core !== undefined) process.kill(core.pid, 'SIGKILL');
      }),
  );
  expect(await died).toBe('Utility');
  await person.field('Your question').fill('Before the crash, and after it');
  await person.seesSaved();
  await person.page.reload();
  await person.opensGroup('Drafts');
  await person.opensDraft('Before the crash, and after it');
});

test('a second start brings the first window forward and ends', async ({ open, host, profile, desktop }) => {
  const first = await open();
  const came = first.app.evaluate(
    ({ app }) => new Promise<boolean>((resolve) => app.once('second-instance', () => resolve(true))),
  );
  const second = spawn(host.executablePath, ['.', `--user-data-dir=${profile}`, '--no-sandbox'], {
    env: { ...process.env, ...desktop.env },
    stdio: 'ignore',
  });
  const [status] = await once(second, 'exit');
  expect(status).toBe(0);
  expect(await came).toBe(true);
  await expect(first.page.getByRole('navigation').getByRole('button', { name: 'New ticket' })).toBeVisible();
});

test('the whole way into a ticket goes by keyboard alone', async ({ open, desk }) => {
  const { page, ...person } = await open();
  await person.seesConnection('Online');
  const keys = page.keyboard;
  const onward = () => keys.press('ControlOrMeta+Enter');
  await keys.press('n');
  await expect(person.field('Your question')).toBeFocused();
  await keys.type('The export stops halfway');
  await onward();
  await expect(page.getByRole('radio', { name: 'People cannot sign in' })).toBeFocused();
  await keys.press('ArrowUp');
  await keys.press('ArrowUp');
  await expect(page.getByRole('radio', { name: 'I need something done' })).toBeChecked();
  await keys.press('Tab');
  await keys.press('Space');
  await expect(page.getByRole('radio', { name: 'No', exact: true })).toBeChecked();
  await onward();
  await expect(page.getByRole('radio', { name: 'Written ticket' })).toBeFocused();
  await onward();
  await expect(person.field('Title')).toBeFocused();
  await keys.press('Tab');
  await keys.type('It ends at row 500 without a word.');
  await onward();
  await expect(page.getByRole('heading', { name: 'Review and send' })).toBeVisible();
  await onward();
  await person.seesNumber();
  expect(desk.ledger().tickets).toHaveLength(1);
});
