/** What is promised, as the window shows it: live, in the desk's time, and never more than the desk gives. */
import { deskAccount } from '../desk/account.ts';
import { expect, test } from './fixtures.ts';

const TITLE = 'Nobody can take orders';
const CRITICAL = { description: 'Error 503.', reason: 'The shop stands still.' };
const POLICY = deskAccount(72).policy;
const NO_GUARANTEE = 'No guaranteed time';

test.describe('by a desk whose clock goes on', () => {
  let aheadMs = 0;
  test.use({ deskOptions: { clock: () => Date.now() + aheadMs } });
  test.beforeEach(() => {
    aheadMs = 0;
  });

  test('a business-critical ticket without an answer knocks at half of its time and at its end, with the number', async ({
    open,
    desk,
    desktop,
  }) => {
    const { page, ...person } = await open();
    await person.seesConnection('Online$');
    await person.files(TITLE, CRITICAL);
    await person.seesNumber();
    await expect(page.getByRole('main').getByText('First answer within 30 min')).toBeVisible();
    const letPass = (minutes: number) => {
      aheadMs += minutes * 60_000;
      // Any word of the desk tells its time.
      desk.specialist.putArticle({ title: 'Opening hours', body: 'Always.' });
    };
    letPass(16);
    const half = await desktop.waitForNotification((each) => each.summary.startsWith('Half of'));
    expect(half.body).toBe(`${TITLE} · No answer yet. Call now: +47 55 50 01 42`);
    await expect(page.getByRole('region', { name: 'Call now: +47 55 50 01 42' })).toBeVisible();
    expect(await page.getByRole('dialog').count()).toBe(0);
    letPass(16);
    const due = await desktop.waitForNotification((each) => each.summary === 'The promised time has passed');
    await expect(page.getByRole('main').getByText(/^First answer is \d min late$/)).toBeVisible();
    await person.opensGroup('Drafts');
    await desktop.click(due.id);
    await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
  });
});

for (const [how, policy] of [
  ['knows no role that there is', { ...POLICY, rules: [{ ...POLICY.rules[0], role: 'owner' }] }],
  ['names no severity', { ...POLICY, rules: POLICY.rules.map(({ severity: _, ...rest }) => rest) }],
  [
    'counts hours on Mars',
    {
      rules: POLICY.rules.map((rule) => ({
        ...rule,
        target: { kind: 'guaranteed', withinMinutes: 30, clock: 'service_hours' },
      })),
      calendar: { ...POLICY.calendar, timeZone: 'Mars/Phobos' },
      exceptions: [],
    },
  ],
] as const) {
  test.describe(() => {
    test.use({ deskOptions: { account: { policy: policy as never } } });
    test(`a policy that ${how} promises nothing, and takes nothing away`, async ({ open, desk }) => {
      const { page, ...person } = await open();
      await person.seesConnection('Online$');
      await person.startsTicket();
      await person.field('Your question').fill(TITLE);
      await person.fillsIn({ description: 'Error 503.' });
      await expect(
        page
          .getByRole('main')
          .getByText(/guaranteed time/)
          .first(),
      ).toBeVisible();
      await expect(page.getByText(/Within \d|First answer within/)).toHaveCount(0);
      await person.sends();
      await person.seesNumber();
      expect(desk.ledger().tickets).toHaveLength(1);
    });
  });
}

test.describe('in a time that the desk has excepted', () => {
  const reason = 'Our offices move until Monday.';
  const exception = {
    from: new Date(Date.now() - 86_400_000).toISOString(),
    to: new Date(Date.now() + 86_400_000).toISOString(),
    reason,
    ...{ roles: null, severities: null, channels: null },
  };
  test.use({ deskOptions: { account: { policy: { ...POLICY, exceptions: [exception] } } } });

  test('the desk’s reason stands before sending and after', async ({ open }) => {
    const { page, ...person } = await open();
    await person.seesConnection('Online$');
    await person.startsTicket();
    await person.field('Your question').fill(TITLE);
    await person.fillsIn(CRITICAL);
    await expect(page.getByText(`${NO_GUARANTEE} now: ${reason}`)).toBeVisible();
    await person.sends();
    await person.seesNumber();
    await expect(page.getByRole('main').getByText(reason)).toBeVisible();
  });
});

test.describe('for somebody who is promised nothing', () => {
  const { requester } = deskAccount(72);
  test.use({ deskOptions: { account: { requester: { ...requester, role: 'member' } } } });

  test('the usual time and the super admins are named', async ({ open }) => {
    const { page, ...person } = await open();
    await person.seesConnection('Online$');
    await person.startsTicket();
    await person.field('Your question').fill(TITLE);
    await person.fillsIn(CRITICAL);
    await expect(
      page.getByText(/^No guaranteed time, but usually an answer within one business day/),
    ).toBeVisible();
    await expect(
      page.getByText('Your super admins are Ingrid Solheim, Jonas Brekke, and Amira Haddad.', {
        exact: false,
      }),
    ).toBeVisible();
  });
});
