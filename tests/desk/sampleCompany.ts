/** The colleagues of the sample's Ingrid Solheim, and what some of them wrote to the desk. */
import type { CompanyMember } from './company.ts';
import type { SampleTicket } from './sampleTickets.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

/** Their tokens are no secrets: the desk of the sample runs on this computer alone. */
export const SAMPLE_COMPANY: readonly CompanyMember[] = [
  {
    id: 'fjordbygg-jonas',
    name: 'Jonas Brekke',
    email: 'jonas.brekke@fjordbygg.example',
    role: 'super_admin',
    token: 'jonas',
  },
  {
    id: 'fjordbygg-silje',
    name: 'Silje Moen',
    email: 'silje.moen@fjordbygg.example',
    role: 'member',
    token: 'silje',
  },
  {
    id: 'fjordbygg-per',
    name: 'Per Aasen',
    email: 'per.aasen@fjordbygg.example',
    role: 'member',
    token: 'per',
  },
];

/** Oldest first; `of` is whose ticket it is. */
export const COMPANY_TICKETS: readonly (SampleTicket & { of: string })[] = [
  {
    of: 'fjordbygg-jonas',
    minutesAgo: 6 * DAY + 2 * HOUR,
    written: {
      title: 'New subcontractors cannot be added',
      description:
        'The button **Add company** is grey for everyone in purchasing since the update. The older subcontractors work as before.',
      severity: 'standard',
      severityReason: '',
      affected: 'team',
      hit: 'Subcontractors',
      since: 'Since the update on Tuesday',
      channel: 'email',
    },
    turns: [
      {
        by: 'Priya Nair',
        afterMinutes: 44,
        body: 'Hello Jonas,\n\nthe new role **Purchasing lead** is needed for that. I have given it to the three people in your team.',
      },
      {
        by: null,
        afterMinutes: 2 * HOUR,
        body: 'All three can add companies again. Thank you.',
        status: 'solved',
      },
      { by: 'Priya Nair', afterMinutes: 2 * HOUR + 10, body: 'Good to hear.', status: 'solved' },
    ],
  },
  {
    of: 'fjordbygg-silje',
    minutesAgo: 9 * HOUR,
    written: {
      title: 'Time sheets of the night shift are on the wrong day',
      description:
        'Hours that begin before midnight are counted on the next day. It is 14 people, and pay is run on Friday.',
      severity: 'standard',
      severityReason: '',
      affected: 'team',
      hit: 'Time sheets',
      since: 'Since the first of the month',
      channel: 'email',
    },
    turns: [
      {
        by: 'Tomás Rivera',
        afterMinutes: 5 * HOUR,
        body: 'Hello Silje,\n\nwhich time zone is set under **Settings → Payroll**? A screenshot of that page would help.',
        status: 'waiting_on_requester',
      },
    ],
  },
  {
    of: 'fjordbygg-per',
    minutesAgo: 50,
    written: {
      title: 'Drawings open without the newest layer',
      description: 'On the tablets the drawing for *Bygg C* lacks the layer that was added yesterday.',
      severity: 'standard',
      severityReason: '',
      affected: 'few',
      hit: 'Drawings on tablets',
      since: 'This morning',
      channel: 'email',
    },
    turns: [],
  },
];
