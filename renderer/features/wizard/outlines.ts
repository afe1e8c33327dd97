/** An outline for the description of each kind of trouble. In English, because that is what the desk reads. */
import type { SeverityFacts } from '#shared/severity/facts.ts';

export const OUTLINES: Record<NonNullable<SeverityFacts['kind']>, string> = {
  cannot_sign_in: `What people see when they sign in:
How they sign in (password, single sign-on):
Who can still sign in:
What changed shortly before:
`,
  outage: `What is down:
What people see:
What the status page says:
What changed shortly before:
`,
  content_unavailable: `Which content:
What people see instead:
Where it can still be reached:
What changed shortly before:
`,
  security: `What was seen, by whom, and when:
Whose account or data it is:
What was done to stop it (passwords changed, sessions ended):
Who else knows:
`,
  data_lost: `Which data, and whose:
How it was noticed:
Who may have seen it:
What was done to stop it:
`,
  wrong_data: `Where the wrong data shows:
What it should be:
Where it is still right:
Who may have used it already:
`,
  slow: `What is slow:
How long it takes, and how long it took before:
For whom, and from where:
At which times of day:
`,
  error: `What you did:
What happened:
What you expected:
The exact words of the error:
`,
  question: `What you want to achieve:
What you have found so far:
When you need to know:
`,
  request: `What you would like to have done:
Where, and for whom:
When you need it:
`,
  cosmetic: `Where it looks wrong (page, browser, screen size):
What you see:
What you expected to see:
`,
};
