/** Bad input and bad surroundings: a clear message where the person is looking, and nothing lost. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';

/** Something at an address that is not, or not quite, a desk. */
async function serve(listener: RequestListener): Promise<{ url: string; close(): void }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

async function checksDesk(person: Person, url: string, token: string): Promise<void> {
  await person.field('Address').fill(url);
  await person.field('Token').fill(token);
  await person.page.getByRole('button', { name: 'Check' }).click();
}

test.describe('the address and the token of the desk', () => {
  test('each mistake is named beside its field, and nothing is saved', async ({ open, desk }) => {
    const hotel = await serve((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<h1>Sign in</h1>'),
    );
    const unfit = await serve((_request, response) =>
      response.setHeader('content-type', 'application/json').end('{"plan":"gold"}'),
    );
    const person = await open({ withoutDesk: true });
    await person.opensGroup('Settings');
    for (const [url, token, message] of [
      ['not an address', 'x', 'This is not a web address.'],
      ['http://desk.example', 'x', 'The address must begin with https://'],
      ['http://127.0.0.1:9', 'x', 'No answer from this address.'],
      [hotel.url, 'x', 'it is not a support desk'],
      [unfit.url, 'x', 'an answer that Lifeline does not understand'],
      [desk.url, 'wrong', 'The desk does not accept this token.'],
    ] as const) {
      await checksDesk(person, url, token);
      await expect(person.page.getByRole('main').getByText(message), url).toBeVisible();
    }
    await person.seesConnection('Not set up');

    await checksDesk(person, desk.url, desk.token);
    await expect(person.page.getByText('The desk knows you').first()).toBeVisible();
    await person.page.getByRole('button', { name: 'Save' }).click();
    await person.seesConnection('Online');
    hotel.close();
    unfit.close();
  });

  test('a token that is taken away pauses sending, says so, and a new one resumes', async ({
    open,
    desk,
  }) => {
    desk.faults.set({ kind: 'unauthorized' });
    const person = await open();
    await person.seesConnection('Signed out');
    await person.files('Waits for a token', { description: 'Anything.' });
    await expect(person.page.getByText('Sends once you add a new token in Settings.')).toBeVisible();
    desk.faults.clear();
    await person.page.getByRole('button', { name: /^Connection/ }).click();
    await person.page.getByRole('button', { name: 'Try now' }).click();
    await person.seesNumber();
    expect(desk.ledger().tickets).toHaveLength(1);
  });

  test('a desk whose changes do not fit the contract is named, and what is here stays', async ({
    open,
    desk,
  }) => {
    const strange = await serve((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify(
          request.url?.startsWith('/v1/account')
            ? desk.account
            : { changes: [{ kind: 'ticket' }], cursor: 'x', more: false },
        ),
      );
    });
    const person = await open({ env: { LIFELINE_DESK_URL: strange.url } });
    await person.seesConnection('Problem');
    await person.page.getByRole('button', { name: /^Connection/ }).click();
    await expect(
      person.page.getByRole('dialog').getByText('an answer that Lifeline does not understand'),
    ).toBeVisible();
    strange.close();
  });
});

test('a reply with HTML and scripts in it shows as text and runs nothing (invariant 9)', async ({
  open,
  desk,
}) => {
  const person = await open();
  await person.seesConnection('Online');
  const [ticket] = desk.specialist.tickets().filter((each) => each.status === 'open');
  if (ticket === undefined) throw new Error('The sample has no open ticket.');
  const attack = [
    '<script>window.attacked = "script"</script>',
    '<img src=x onerror="window.attacked = \'img\'">',
    '<iframe src="https://elsewhere.invalid"></iframe>',
    '[click](javascript:window.attacked="link")',
    '![picture](https://elsewhere.invalid/track.png)',
    '[fine](https://help.example/page)',
  ].join('\n\n');
  desk.specialist.reply(ticket.id, attack);
  await person.opensGroup('Your turn');
  await person.opensTicket(ticket.title);
  const message = person.page.getByTestId('message').last();
  await expect(message).toContainText('<script>window.attacked = "script"</script>');
  await expect(message.locator('script, img, iframe, [onerror], [href^="javascript:"]')).toHaveCount(0);
  await expect(message.getByRole('link', { name: 'click' })).toHaveCount(0);
  expect(await person.page.evaluate(() => 'attacked' in window)).toBe(false);

  await person.app.evaluate(({ shell }) => {
    shell.openExternal = async (url) => {
      Object.assign(globalThis, { opened: url });
    };
  });
  await message.getByRole('link', { name: 'fine' }).click();
  await expect(person.page.getByRole('dialog')).toContainText('https://help.example/page');
  await person.page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect
    .poll(() => person.app.evaluate(() => (globalThis as { opened?: string }).opened))
    .toBe('https://help.example/page');
});

test('a title of emoji and right-to-left text arrives as it was written (invariant 2)', async ({
  open,
  desk,
}) => {
  const title = '🔥🧯 لا أحد يستطيع تسجيل الدخول 👩‍👩‍👧';
  const person = await open();
  await person.seesConnection('Online');
  await person.files(title, { description: 'Beschreibung: Übermäßig 🤷🏽‍♀️' });
  await person.seesNumber();
  await expect(person.page.getByRole('heading', { level: 1, name: title })).toHaveCSS('direction', 'rtl');
  const [arrived] = desk.ledger().tickets;
  expect(JSON.parse(Buffer.from(arrived?.body ?? []).toString())).toMatchObject({ title });
});

test('names in any script stay in their place in a sentence, and turn nothing around them', async ({
  open,
  desk,
}) => {
  const person = await open();
  await person.seesConnection('Online');
  await person.files('The export stops', { description: 'At row 500.' });
  await person.seesNumber();
  const { id } = ticketCalled(desk, 'The export stops');
  const names = ['ليلى حداد', 'נועה כהן', 'สมชาย ใจดี', '李小龍', '👩🏽‍🚒 Zoë', 'Ann\u202eeybdooG'];
  for (const name of names) desk.specialist.assign(id, name);
  const lines = person.page.getByTestId('event');
  await expect(lines).toHaveCount(names.length);
  for (const [at, name] of names.entries()) {
    // What turns the words around it is no part of a name; letters that run the other way stay among themselves.
    const plain = name.replace('\u202e', '');
    const kept = /[\u0590-\u07ff]/.test(plain) ? `\u2068${plain}\u2069` : plain;
    expect(await lines.nth(at).locator('p').textContent()).toBe(`${kept} was assigned`);
  }
  // On the screen the sentence ends with its own words, to the right of the name.
  for (const at of [0, 1, 5]) {
    const [name, rest] = await lines
      .nth(at)
      .locator('p')
      .evaluate((line) => {
        const text = line.firstChild as Text;
        const cut = text.data.indexOf(' was assigned');
        const of = (from: number, to: number) => {
          const range = document.createRange();
          range.setStart(text, from);
          range.setEnd(text, to);
          return range.getBoundingClientRect().left;
        };
        return [of(0, cut), of(cut + 1, text.data.length)] as const;
      });
    expect(rest).toBeGreaterThan(name);
  }
});

test.describe('the disk', () => {
  test.skip(
    process.platform !== 'linux' || process.getuid?.() !== 0,
    'Needs root on Linux, to mount small disks.',
  );

  test('a full disk is named beside the text; the text stays and is saved when there is room', async ({
    open,
    profile,
  }) => {
    const store = join(profile, 'store');
    mkdirSync(store);
    mount(store, 'size=2m');
    try {
      const person = await open();
      await person.startsTicket();
      await person.field('Your question').fill('Before the disk was full');
      await person.seesSaved();
      const filler = join(store, 'filler');
      spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k'], { stdio: 'ignore' });
      const question = `Nothing of this may be lost. ${'x'.repeat(60_000)}`;
      await person.field('Your question').fill(question);
      await expect(
        person.page.getByText('Not saved yet: The disk is full. Free up some space.'),
      ).toBeVisible();
      await expect(person.field('Your question')).toHaveValue(question);
      rmSync(filler);
      await person.seesSaved();
      await person.page.reload();
      await person.opensGroup('Drafts');
      await person.opensDraft('Nothing of this may be lost.');
      await expect(person.field('Your question')).toHaveValue(question);
      await person.app.close();
    } finally {
      spawnSync('umount', ['-l', store]);
    }
  });

  test('a folder that cannot be written is explained in the window', async ({ open, profile }) => {
    const store = join(profile, 'store');
    mkdirSync(store);
    mount(store, 'size=2m,ro');
    try {
      const person = await open();
      await expect(
        person.page.getByRole('heading', { name: 'Lifeline cannot write to its folder' }),
      ).toBeVisible();
      spawnSync('mount', ['-o', 'remount,rw', store]);
      await person.page.getByRole('button', { name: 'Try again' }).click();
      await person.seesConnection('Online');
      await person.app.close();
    } finally {
      spawnSync('umount', ['-l', store]);
    }
  });
});

test('a ticket file that is no database is set aside as it is, and the person is told (invariant 8)', async ({
  open,
  profile,
}) => {
  const list = 'This is a shopping list.\n'.repeat(400);
  const store = join(profile, 'store');
  mkdirSync(store);
  writeFileSync(join(store, 'lifeline.db'), list);
  const person = await open();
  const card = person.page.getByRole('region', { name: /^Your tickets were damaged/ });
  await expect(card).toContainText('There was no usable backup, so they are fetched from the desk.');
  const folder = join(store, (await card.locator('code').textContent()) ?? '');
  expect(readFileSync(join(folder, 'lifeline.db'), 'utf8')).toBe(list);
  await person.seesConnection('Online');
});

function mount(folder: string, options: string): void {
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  if (status !== 0) throw new Error(`The small disk could not be mounted: ${stderr}`);
}
