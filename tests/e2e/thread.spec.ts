/** The thread of a ticket: code, pictures, days, and histories and messages of any length. */
import { crc32 } from 'node:zlib';
import type { Locator } from '@playwright/test';
import type { MessageId, TicketId } from '#shared/ids.ts';
import type { Desk } from '../desk/desk.ts';
import { deskClient, submission, testIds } from '../desk/deskClient.ts';
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';
import { png } from './png.ts';

const TITLE = 'The export stops';

async function files(person: Person, desk: Desk): Promise<TicketId> {
  await person.files(TITLE, { description: 'At row 500.' });
  await person.seesNumber();
  return ticketCalled(desk, TITLE).id;
}

function replies(desk: Desk, id: TicketId, text: string): MessageId {
  const message = desk.specialist.reply(id, text);
  if (message === null) throw new Error('The desk took no reply.');
  return message.id;
}

test('code keeps its lines, scrolls inside its block, and can be copied', async ({ open, desk }) => {
  const person = await open();
  const id = await files(person, desk);
  const line = `SELECT ${'a_long_name, '.repeat(60)}1`;
  replies(desk, id, `Try this:\n\n\`\`\`sql\n${line}\n  -- second\n\`\`\``);
  const code = person.page.getByRole('group', { name: 'Code' });
  const block = code.locator('pre');
  await expect(block).toContainText('-- second');
  expect(await block.evaluate((each) => each.scrollWidth > each.clientWidth)).toBe(true);
  const scroller = person.page.getByRole('region', { name: 'Messages' });
  expect(await scroller.evaluate((each) => each.scrollWidth <= each.clientWidth)).toBe(true);
  await person.page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => {
      document.body.dataset.copied = text;
    };
  });
  await code.getByRole('button', { name: 'Copy the code' }).click();
  await expect(person.page.locator('body')).toHaveAttribute('data-copied', `${line}\n  -- second`);
});

test('what the person wrote is laid out as an answer is: lines kept, code as code, HTML as text (invariant 9)', async ({
  open,
}) => {
  const person = await open();
  const description =
    'First **line**\nsecond line\n\n```\n  504 at the till\n```\n\n<b onclick="alert(1)">not bold</b>';
  await person.files(TITLE, { description });
  await person.seesNumber();
  const own = person.page.getByRole('article', { name: 'You', exact: true });
  await expect(own.locator('strong')).toHaveText('line');
  await expect(own.getByRole('group', { name: 'Code' }).locator('pre')).toHaveText('  504 at the till\n');
  await expect(own).toContainText('<b onclick="alert(1)">not bold</b>');
  await expect(own.locator('b')).toHaveCount(0);
  const firstLines = own.locator('p', { hasText: 'First line' });
  expect(await firstLines.evaluate((each) => (each as HTMLElement).innerText)).toBe(
    'First line\nsecond line',
  );
});

test('a picture of a message is shown; what only says that it is one is a quiet line, and runs nothing (invariant 9)', async ({
  open,
  desk,
}) => {
  const person = await open();
  const id = await files(person, desk);
  const messageId = replies(desk, id, 'See ![this](https://pictures.example/a.png) and the files.');
  const attach = (name: string, bytes: Uint8Array) =>
    desk.specialist.attach(id, { messageId, name, mediaType: 'image/png', bytes });
  attach('shot.png', png(64, 32));
  const svg = attach(
    'evil.png',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
  );
  const whole = Buffer.from(png(64, 32));
  attach('cut.png', whole.subarray(0, 40));
  attach('garbled.png', Buffer.concat([whole.subarray(0, 8), Buffer.alloc(200, 0x5a)]));
  // It claims to be of 30,000 × 30,000 pixels, and holds next to nothing of them.
  const bomb = Buffer.from(whole);
  bomb.writeUInt32BE(30_000, 16);
  bomb.writeUInt32BE(30_000, 20);
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
  attach('bomb.png', bomb);
  const message = person.page.getByTestId('message').last();
  const picture = message.getByRole('img', { name: 'shot.png' });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBe(64);
  await expect(message.getByText('This picture cannot be shown.')).toHaveCount(4);
  await expect(message.getByText('Image: this')).toBeVisible();
  await expect(message.locator('img[src^="http"]')).toHaveCount(0);
  const status = await person.page.evaluate(
    (file) =>
      new Promise((done) => {
        const image = new Image();
        image.onload = () => done('shown');
        image.onerror = () => done('not shown');
        image.src = `/attachment/${file}`;
      }),
    svg?.id,
  );
  expect(status).toBe('not shown');
});

test('each day has its name, and a message with the focus its exact moment', async ({ open, desk }) => {
  const person = await open();
  const id = await files(person, desk);
  replies(desk, id, 'We are looking.');
  await expect(person.page.getByTestId('message')).toHaveCount(1);
  await expect(person.page.getByTestId('day')).toHaveText(['Today']);
  const exact = person.page.getByTestId('message').getByTestId('exact-moment');
  await expect(exact).toBeHidden();
  await person.page.getByRole('region', { name: 'Messages' }).focus();
  await person.page.keyboard.press('Alt+ArrowUp');
  await expect(person.page.getByTestId('message')).toBeFocused();
  await expect(exact).toBeVisible();
  await expect(exact).toHaveText(/\d:\d\d:\d\d.*(GMT|UTC|[A-Z]{2,5})/);
});

test('a thread of 5,000 messages starts at the newest, and goes back to the first by the keyboard', async ({
  open,
  desk,
}) => {
  test.slow();
  const id = testIds(17).ticket();
  await deskClient(desk).putTicket(id, 'long', submission({ title: TITLE }));
  for (let each = 1; each <= 5_000; each += 1) replies(desk, id, `Answer ${each}.`);
  const person = await open();
  await person.opensGroup('With specialist');
  await person.opensTicket(TITLE);
  const messages = person.page.getByTestId('message');
  await expect(messages.last()).toContainText('Answer 5000.', { timeout: 60_000 });
  await expect(messages).toHaveCount(50);
  await expect(messages.last()).toBeInViewport();
  const earlier = person.page.getByRole('button', { name: /^Show earlier messages/ });
  // Both within one frame: the page has not yet been told that the reader left the end.
  await earlier.evaluate((button: HTMLElement) => {
    button.focus();
    button.click();
  });
  await expect(messages).toHaveCount(150);
  await expect(person.page.locator('article:focus')).toContainText('Answer 4951.');
  await expect(person.page.locator('article:focus')).toBeInViewport();
  for (const shown of [350, 750, 1550, 3150, 5000]) {
    await earlier.focus();
    await person.page.keyboard.press('Enter');
    await expect(messages).toHaveCount(shown);
  }
  await expect(earlier).toHaveCount(0);
  await expect(messages.first()).toContainText('Answer 1.');
  // Far from sight nothing is laid out, until there is a long text to select.
  expect(await person.notLaidOut()).not.toEqual([]);
  await person.field('Reply').focus();
  await person.page.keyboard.insertText('GET /login 503\n'.repeat(2_000));
  expect(await person.notLaidOut()).toEqual([]);
});

test('a message of 1 MB begins folded, says how long it is, and is whole when asked for', async ({
  open,
  desk,
}) => {
  const person = await open();
  const id = await files(person, desk);
  const line = 'GET /health 200 in 3 ms\n';
  const text = `${line.repeat(Math.ceil(990_000 / line.length))}the end`;
  replies(desk, id, text);
  const message = person.page.getByTestId('message').last();
  await expect(message).toContainText('A long message: 990,', { timeout: 30_000 });
  expect(await message.evaluate((each) => each.textContent?.length ?? 0)).toBeLessThan(10_000);
  await message.getByRole('button', { name: 'Show all' }).click();
  await expect(message.getByText('Shown as plain text')).toBeVisible();
  const shown = await message.getByTestId('plain-text').evaluate((each) => each.textContent);
  expect(shown === text).toBe(true);
});

const PARAGRAPH =
  'The **export** stops at `500`, see [the page](https://a.example/b).\n\n1. First\n   - inner\n\n> quoted\n\n';

for (const [what, text] of [
  ['quotes in quotes', '>'.repeat(5_000)],
  ['lists in lists', `${'- '.repeat(2_500)}a`],
  ['emphasis in emphasis', `${'*a **b '.repeat(500)}${'c** d*'.repeat(500)}`],
  ['a table of 5,604 letters with 856,900 cells', table()],
] as const)
  test(`Markdown made to be slow (${what}) is shown as plain text`, async ({ open, desk }) => {
    const person = await open();
    const id = await files(person, desk);
    replies(desk, id, text);
    const message = person.page.getByTestId('message').last();
    await expect(message.getByText('Shown as plain text: too much formatting.')).toBeVisible();
    expect(await message.getByTestId('plain-text').textContent()).toBe(text);
    // The worker that was ended has a successor.
    replies(desk, id, PARAGRAPH.repeat(30));
    await expect(person.page.getByTestId('message').last().locator('blockquote')).toHaveCount(30);
    await person.replies('Thank you.');
    await expect(person.page.getByTestId('message').last()).toContainText('Thank you.');
  });

function table(): string {
  return `${'|a'.repeat(860)}\n${'|-'.repeat(860)}\n${'|\n'.repeat(1_080)}`.slice(0, 5_604);
}

test('a help page has the bounds that a message has, and one full of marks is laid out to its end', async ({
  open,
  desk,
}) => {
  desk.specialist.putArticle({ title: 'Quokka slow', body: table() });
  desk.specialist.putArticle({ title: 'Quokka long', body: `${PARAGRAPH.repeat(200)}\n\nthe end` });
  const { page, ...person } = await open();
  await person.seesConnection('Online');
  const article = page.getByRole('article');
  const reads = async (title: string) => {
    await page.keyboard.press('Control+f');
    await page.getByRole('searchbox').fill('quokka');
    await page.getByRole('option', { name: title }).click();
    await expect(article.getByRole('heading', { level: 2 })).toHaveText(title);
  };
  await reads('Quokka slow');
  await expect(article.getByText('Shown as plain text: too much formatting.')).toBeVisible();
  await expect(article.locator('td')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await reads('Quokka long');
  await expect(article.locator('p').last()).toHaveText('the end');
  await expect(article.locator('blockquote')).toHaveCount(200);
});

test('a link shows its host where its words hide it, opens once for a key that is held, and no password (invariant 9)', async ({
  open,
  desk,
}) => {
  const person = await open();
  const { app, page } = person;
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => {
      opened.push(url);
    };
  });
  const opened = () => app.evaluate(() => (globalThis as { opened?: string[] }).opened);
  const id = await files(person, desk);
  replies(
    desk,
    id,
    [
      '[https://bank.example/](https://evil.example/a), https://docs.example/b,',
      '[\u202eeipmaxe](https://аррӏе.example/), [mine](https://bank.example@evil.example/),',
      '[mail](mailto:a@b.example?bcc=c@d.example), [code](tel:*21*1234#)',
    ].join(' '),
  );
  const message = page.getByTestId('message').last();
  await expect(message.getByRole('link')).toHaveCount(3);
  const hosts = message.locator('bdi bdi');
  await expect(hosts).toHaveText(['(evil.example)', '(xn--80ak6aa92e.example)']);
  // Words that turn the order of letters leave the host at its link's right.
  const left = (at: number, where: Locator) =>
    where.nth(at).evaluate((each) => each.getClientRects()[0]?.left ?? 0);
  expect(await left(1, hosts)).toBeGreaterThan(await left(2, message.getByRole('link')));
  await expect(message).toContainText('mine, mail, code');
  await message.getByRole('link', { name: 'https://docs.example/b' }).focus();
  // A key that is held down on the link, and goes on repeating once the button has the focus.
  const dialog = page.getByRole('dialog');
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  const button = dialog.getByRole('button', { name: 'Open', exact: true });
  await expect(button).toBeFocused();
  for (let repeat = 0; repeat < 50; repeat += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect(dialog).toHaveCount(0);
  expect(await opened()).toEqual(['https://docs.example/b']);
});

test('a name turns no sentence, and stands on one line', async ({ open, desk }) => {
  const person = await open();
  const id = await files(person, desk);
  const name = `Ingrid\u202e\nYour ticket is closed${'\u0301'.repeat(50)}`;
  desk.specialist.assign(id, name);
  const line = person.page.getByTestId('event').last();
  await expect(line).toContainText('Ingrid Your ticket is closed');
  expect(await line.textContent()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|\u0301{5}/);
});
