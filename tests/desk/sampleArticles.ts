/** A small knowledge base: what a vendor's help pages would say of the troubles that people ask about most. */

export type SampleArticle = { title: string; body: string; daysAgo: number };

export const SAMPLE_ARTICLES: readonly SampleArticle[] = [
  {
    title: 'Nobody can sign in: what to check first',
    daysAgo: 12,
    body: `When one person cannot sign in, it is nearly always the password. When **everyone** is locked out, it is nearly always the certificate of your identity provider.

1. Open the sign-in page in a private window. If it works there, old cookies are in the way: sign out everywhere and try again.
2. Look at *Settings → Single sign-on → Certificate*. A date in the past means that your identity provider has a new one; upload it there.
3. A super admin can sign in with \`/login/recovery\` while single sign-on is down.

If nobody gets in after that, send us a ticket: it counts as business-critical.`,
  },
  {
    title: 'Pages show “503 Service Unavailable” for some minutes',
    daysAgo: 30,
    body: `A short 503 after publishing many pages means that the cache is being filled again. It ends by itself within five minutes.

- Check the status page first.
- If it lasts longer than ten minutes, tell us **when it began** and the request id at the foot of the error page.`,
  },
  {
    title: 'A page or a whole folder is gone',
    daysAgo: 45,
    body: `Deleted content stays in the bin for 30 days.

1. Open *Content → Bin* and search for the title.
2. Choose **Put back**. Links to the page work again at once.

If the bin is empty, do not publish anything in that folder, and write to us. We can go back to any hour of the last seven days.`,
  },
  {
    title: 'The editor is slow to save',
    daysAgo: 20,
    body: `Saving takes long when a page holds very large pictures.

- Pictures above 20 MB are made smaller while you save. Make them smaller before you upload them.
- Close other tabs with the same page: each one checks for changes every second.`,
  },
  {
    title: 'How to give a colleague access',
    daysAgo: 70,
    body: `Open *Settings → People → Invite* and write the address. Choose **Editor** for writing and **Reader** for looking.

Only a super admin can make somebody else a super admin.`,
  },
  {
    title: 'Invoices: where they are and who gets them',
    daysAgo: 90,
    body: `All invoices are under *Settings → Plan → Invoices*. The address that gets them by mail stands at the top of that page, and a super admin can change it.`,
  },
  {
    title: 'The mobile layout has gaps or overlaps',
    daysAgo: 55,
    body: `Gaps on small screens come from blocks with a fixed width.

Open the block, choose *Layout → Width* and set it to **Fits the screen**. The preview button shows the page as a phone does.`,
  },
  {
    title: 'Sending through the API fails with 401',
    daysAgo: 8,
    body: `A key lives for a year. When it ends, every call answers \`401\`.

1. Make a new key under *Settings → API → Keys*.
2. Put it in place of the old one; both work for 24 hours.`,
  },
];
