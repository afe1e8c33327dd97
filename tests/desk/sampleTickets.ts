/** The sample threads: Ingrid Solheim of the builder Fjordbygg, and the desk behind the product Northwind Hub. */
import type { z } from 'zod';
import type { TicketStatus, TicketSubmission } from '#shared/contract.ts';

/** `null` as author is the requester. Minutes count from when the ticket was opened. */
type Turn = { by: string | null; afterMinutes: number; body: string; status?: TicketStatus };
export type SampleTicket = {
  minutesAgo: number;
  written: Omit<z.input<typeof TicketSubmission>, 'writtenAt'>;
  turns: Turn[];
  closed?: boolean;
};

const HOUR = 60;
const DAY = 24 * HOUR;
const MAYA = 'Maya Lindqvist';
const TOMAS = 'Tomás Rivera';
const PRIYA = 'Priya Nair';

/** Oldest first. */
export const SAMPLE_TICKETS: SampleTicket[] = [
  {
    minutesAgo: 26 * DAY + 3 * HOUR,
    closed: true,
    written: {
      title: 'Add a second approver to purchase requests',
      description:
        'We want every purchase above **NOK 50,000** to be approved by two people. I can find only one approver field in the settings.',
      severity: 'standard',
      severityReason: '',
      affected: 'team',
      hit: 'Purchase requests',
      since: '',
      channel: 'email',
    },
    turns: [
      {
        by: PRIYA,
        afterMinutes: 34,
        body: 'Hello Ingrid,\n\nthis is possible, but the setting is well hidden:\n\n1. Open **Settings → Approvals**.\n2. Choose *Purchase requests* and then **Steps**.\n3. Press **Add a step** and set the amount to 50,000.\n\nRequests that are under way keep the single step; new ones get both.',
      },
      {
        by: null,
        afterMinutes: 3 * HOUR,
        body: 'Found it, and it works with a test request. Thank you!',
      },
      {
        by: PRIYA,
        afterMinutes: 3 * HOUR + 20,
        body: 'Good to hear. I close this one then.',
        status: 'solved',
      },
    ],
  },
  {
    minutesAgo: 19 * DAY + 6 * HOUR,
    written: {
      title: 'Export to CSV breaks letters like æ, ø and å',
      description:
        'When I export the site list and open it in a spreadsheet, “Sørfjorden” becomes `SÃ¸rfjorden`.\n\nI expected the letters to be as they are in the Hub.',
      severity: 'standard',
      severityReason: '',
      affected: 'few',
      hit: 'Export of lists',
      since: 'Since we began to use the export in October',
      channel: 'email',
    },
    turns: [
      {
        by: TOMAS,
        afterMinutes: 41,
        body: 'Hello Ingrid,\n\nthe file is right (UTF-8), but the spreadsheet guesses another encoding. Until we change the export, this helps:\n\n```\nData → From text/CSV → File origin: 65001 Unicode (UTF-8)\n```\n\nI have asked the product team to write the mark that spreadsheets look for.',
      },
      {
        by: TOMAS,
        afterMinutes: 5 * DAY,
        body: 'The export now writes that mark, so a double-click is enough. Could you try it again?',
        status: 'waiting_on_requester',
      },
      {
        by: null,
        afterMinutes: 5 * DAY + 2 * HOUR,
        body: 'Tried it with three lists. All letters are right now 👍',
      },
      {
        by: TOMAS,
        afterMinutes: 5 * DAY + 3 * HOUR,
        body: 'Thank you for trying it so quickly.',
        status: 'solved',
      },
    ],
  },
  {
    minutesAgo: 11 * DAY + 2 * HOUR,
    written: {
      title: 'Nobody at Fjordbygg can sign in',
      description:
        'Everyone gets a white page after single sign-on. **What we expected:** the start page. **What happened:** a white page, no error.\n\n- tried in three browsers\n- tried at the office and from home\n- the status page shows nothing',
      severity: 'business_critical',
      severityReason: 'All 240 users are locked out, and site managers cannot open their work orders.',
      affected: 'most',
      hit: 'Sign-in for the whole company',
      since: 'About ten minutes ago',
      channel: 'phone',
    },
    turns: [
      {
        by: MAYA,
        afterMinutes: 9,
        body: 'Hello Ingrid, I have this now and I see the failed sign-ins on our side. The certificate of your sign-on service was renewed this morning and we still hold the old one. I am calling you in two minutes.',
      },
      {
        by: null,
        afterMinutes: 21,
        body: 'Thank you for the call. I have uploaded the new certificate in the admin pages.',
      },
      {
        by: MAYA,
        afterMinutes: 26,
        body: 'I see successful sign-ins again. Please let me know whether that is so for your people too.',
        status: 'waiting_on_requester',
      },
      { by: null, afterMinutes: 48, body: 'Everyone is in. You saved our morning.' },
      {
        by: MAYA,
        afterMinutes: 55,
        body: 'Glad to hear it. For the next renewal: put both certificates in **a week before**, then nothing stops. It is described under [Renewing certificates](https://help.northwind.example/sign-on/renew).',
        status: 'solved',
      },
    ],
  },
  {
    minutesAgo: 8 * DAY + 4 * HOUR,
    written: {
      title: 'Report for the third quarter lacks two sites',
      description:
        'The quarterly report lists 31 sites, but we have 33. *Hardanger Bru* and *Voss Stasjon* are missing. Both were added in August.',
      severity: 'standard',
      severityReason: '',
      affected: 'few',
      hit: 'Quarterly report',
      since: 'When the report was made on Monday',
      channel: 'email',
    },
    turns: [
      {
        by: PRIYA,
        afterMinutes: 52,
        body: 'Hello Ingrid,\n\nboth sites have no **cost centre**, and the report leaves such sites out. Please set one for each, then press *Make again* in the report.',
        status: 'waiting_on_requester',
      },
      {
        by: null,
        afterMinutes: 20 * HOUR,
        body: 'Done, and both are there. It would help if the report said what it leaves out.',
      },
      {
        by: PRIYA,
        afterMinutes: 21 * HOUR,
        body: 'I agree, and I have passed that on with your words.',
        status: 'solved',
      },
    ],
  },
  {
    minutesAgo: 3 * DAY + 5 * HOUR,
    written: {
      title: 'Photos from the site app arrive hours late',
      description:
        'Site managers take photos in the app, but they show up in the Hub only in the evening. The phones have 4G all day.\n\nSteps:\n\n1. Take a photo of a work order.\n2. Wait. The app says “sent”.\n3. In the Hub there is nothing for hours.',
      severity: 'standard',
      severityReason: '',
      affected: 'several_teams',
      hit: 'Site app, photos',
      since: 'About a week',
      channel: 'email',
    },
    turns: [
      {
        by: TOMAS,
        afterMinutes: 28,
        body: 'Hello Ingrid,\n\nI can see that the photos of your company wait in a queue for scanning. To find out why, I need one example:\n\n- the number of a work order\n- about when the photo was taken\n- the kind of phone',
        status: 'waiting_on_requester',
      },
      {
        by: null,
        afterMinutes: 2 * HOUR,
        body: 'Work order **WO-20817**, photo taken at about 10:15, an older Android phone.',
      },
      {
        by: TOMAS,
        afterMinutes: 2 * DAY + HOUR,
        body: 'Thank you, that was enough: photos above 20 MB were scanned one by one. We scan them side by side since last night.\n\nCould you ask two or three site managers **today** whether photos arrive within a minute?',
        status: 'waiting_on_requester',
      },
    ],
  },
  {
    minutesAgo: 1 * DAY + 7 * HOUR,
    written: {
      title: 'Can we have a test area for the new work order form?',
      description:
        'Before we change the form for everybody we would like to try it with five people. Is there a way to have a copy of our Hub for that?',
      severity: 'standard',
      severityReason: '',
      affected: 'few',
      hit: 'Work order form',
      since: '',
      channel: 'chat',
    },
    turns: [
      {
        by: MAYA,
        afterMinutes: 3,
        body: 'Hello Ingrid! Yes, your plan includes one test area. Shall it have a copy of your data, or begin empty?',
      },
      { by: null, afterMinutes: 6, body: 'A copy please, but without personal data if possible.' },
      {
        by: MAYA,
        afterMinutes: 11,
        body: 'It is possible: names and phone numbers are replaced. It takes until tomorrow, and I write here when it is ready.',
      },
    ],
  },
  {
    minutesAgo: 5 * HOUR,
    written: {
      title: 'Work orders save slowly at the Bergen office',
      description:
        'Saving a work order takes 15 to 20 seconds in Bergen. In Oslo it is as quick as ever. The browser shows this now and then:\n\n```\n504 while saving (id 7f3a-11c9)\n```',
      severity: 'standard',
      severityReason: '',
      affected: 'team',
      hit: 'Saving work orders',
      since: 'A few hours',
      channel: 'email',
    },
    turns: [
      {
        by: PRIYA,
        afterMinutes: 37,
        body: 'Hello Ingrid,\n\nthank you for the id. It leads to a slow line between your Bergen office and our servers; our network people are looking at it together with the carrier. I write again today, also if there is nothing new.',
      },
    ],
  },
  {
    minutesAgo: 12,
    written: {
      title: 'Invoice totals differ between list and PDF',
      description:
        'For invoice **20391** the list says NOK 118,250.00, but the PDF says NOK 118,249.98. Our bookkeeping will not take it like this.\n\nIt looks like rounding of each line instead of the sum.',
      severity: 'standard',
      severityReason: '',
      affected: 'few',
      hit: 'Invoices',
      since: 'First seen today',
      channel: 'email',
    },
    turns: [],
  },
];
