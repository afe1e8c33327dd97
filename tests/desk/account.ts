/** Who the token belongs to, and what they have bought: sample figures, given as data like any desk's. */
import { Channel, type PromiseRule, type PromiseTarget } from '#shared/contract.ts';
import type { SentAccount } from './schemas.ts';

/** The people who answer on the specialist page; the first one is chosen unless somebody else is named. */
export const SPECIALISTS = ['Maya Lindqvist', 'Tomás Rivera', 'Priya Nair'] as const;

const within = (minutes: number): PromiseTarget => ({
  kind: 'guaranteed',
  withinMinutes: minutes,
  clock: 'always',
});
const oneBusinessDay: PromiseTarget = { kind: 'aim', withinBusinessDays: 1 };

const POLICY: Omit<PromiseRule, 'channel'>[] = [
  { role: 'super_admin', severity: 'business_critical', target: within(30) },
  { role: 'super_admin', severity: 'standard', target: within(60) },
  { role: 'member', severity: 'business_critical', target: oneBusinessDay },
  { role: 'member', severity: 'standard', target: oneBusinessDay },
];

const ACCOUNT: Omit<SentAccount, 'keyRetentionHours'> = {
  desk: { id: 'northwind-premium', name: 'Northwind Premium Support' },
  plan: { name: 'Premium', channels: [...Channel.options] },
  requester: {
    id: 'fjordbygg-ingrid',
    name: 'Ingrid Solheim',
    email: 'ingrid.solheim@fjordbygg.example',
    role: 'super_admin',
  },
  scope: 'own',
  colleagues: [],
  superAdmins: ['Ingrid Solheim', 'Jonas Brekke', 'Amira Haddad'],
  policy: {
    rules: POLICY.flatMap((rule) => Channel.options.map((channel) => ({ ...rule, channel }))),
    calendar: {
      timeZone: 'Europe/Oslo',
      open: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '16:00' })),
      holidays: { country: 'NO', region: null },
      extraHolidays: [{ date: '2026-12-24', name: 'Christmas Eve' }],
    },
    exceptions: [],
  },
  phone: { number: '+47 55 50 01 42', callBackWithinMinutes: 5 },
  serviceHours: { kind: 'always' },
  largestAttachmentBytes: 100 * 1024 * 1024,
  statusLine: null,
};

/** The account of this desk, with whatever a test wants to be different; `whose` names another desk or person. */
export function deskAccount(
  keyRetentionHours: number,
  different: Partial<SentAccount> = {},
  whose: { deskId?: string; requester?: Partial<SentAccount['requester']> } = {},
): SentAccount {
  const account = { ...ACCOUNT, keyRetentionHours, ...different };
  const { deskId = account.desk.id, requester } = whose;
  return {
    ...account,
    desk: { ...account.desk, id: deskId },
    requester: { ...account.requester, ...requester },
  };
}
