/**
 * What people write first, and which answers their sentence already gives. Written before the rules that read them
 * (`shared/severity/suggest.ts`), so that these measure the rules and not the other way round. Nothing is expected of a
 * question that the sentence leaves open.
 */
import type { CompleteFacts } from '#shared/severity/facts.ts';

export type Story = { text: string; says: Partial<CompleteFacts> };

export const ENGLISH_STORIES: readonly Story[] = [
  {
    text: 'Everything is down and nobody can work',
    says: { kind: 'outage', affected: 'most', stake: 'work' },
  },
  {
    text: 'Nobody can sign in to the editor since this morning',
    says: { kind: 'cannot_sign_in', affected: 'most' },
  },
  {
    text: 'Everything is down and customer data is shown to strangers',
    says: { kind: 'outage', data: 'outsiders' },
  },
  {
    text: 'One of our super admins clicked a phishing link and entered her password',
    says: { kind: 'security', data: 'outsiders' },
  },
  { text: 'I think our account has been hacked', says: { kind: 'security', data: 'outsiders' } },
  {
    text: 'A former employee still has access and has logged in last night',
    says: { kind: 'security', data: 'outsiders' },
  },
  {
    text: 'Our webshop takes no orders and we lose money every minute',
    says: { stake: 'money' },
  },
  {
    text: 'Customers cannot check out, the payment page shows an error 500',
    says: { kind: 'error', affected: 'customers' },
  },
  {
    text: 'Visitors see a blank page on our website',
    says: { kind: 'content_unavailable', affected: 'customers' },
  },
  {
    text: 'The website is down for all our customers',
    says: { kind: 'outage', affected: 'customers' },
  },
  { text: 'I cannot log in', says: { kind: 'cannot_sign_in', affected: 'one' } },
  {
    text: 'Two colleagues cannot log in after the password reset',
    says: { kind: 'cannot_sign_in', affected: 'few' },
  },
  {
    text: 'The whole sales team is locked out of the CRM',
    says: { kind: 'cannot_sign_in', affected: 'team' },
  },
  {
    text: 'Several departments have lost access to the content library',
    says: { kind: 'content_unavailable', affected: 'several_teams' },
  },
  { text: 'The reports are extremely slow today', says: { kind: 'slow' } },
  {
    text: 'Pages take 40 seconds to load for everyone',
    says: { kind: 'slow', affected: 'most' },
  },
  { text: 'How do I add a colleague to my account?', says: { kind: 'question' } },
  { text: 'Can you tell me where I find the invoice settings?', says: { kind: 'question' } },
  { text: 'Please increase our API limit', says: { kind: 'request' } },
  { text: 'We need a new sandbox for testing next month', says: { kind: 'request' } },
  {
    text: 'The logo is cut off in the footer on mobile',
    says: { kind: 'cosmetic' },
  },
  { text: 'There is a typo on the settings page', says: { kind: 'cosmetic' } },
  {
    text: 'All contacts from last week have disappeared',
    says: { kind: 'data_lost', data: 'many' },
  },
  {
    text: 'One record was deleted by mistake, can it be restored?',
    says: { kind: 'data_lost', data: 'one' },
  },
  {
    text: 'Thousands of invoices show the wrong amount',
    says: { kind: 'wrong_data', data: 'many' },
  },
  { text: 'The total on one order is wrong', says: { kind: 'wrong_data', data: 'one' } },
  {
    text: 'Some deals have wrong owners after the import',
    says: { kind: 'wrong_data', data: 'some' },
  },
  {
    text: 'The export button does nothing, but we can use the API instead',
    says: { kind: 'error', relief: 'around' },
  },
  {
    text: 'It was down for ten minutes but works again now',
    says: { kind: 'outage', relief: 'over' },
  },
  {
    text: 'Emails are not being sent and our campaign launches in two hours',
    says: { kind: 'error', stake: 'deadline' },
  },
  {
    text: 'The forms do not work and there is no workaround',
    says: { kind: 'error', relief: 'no' },
  },
  {
    text: 'SSO gives an error, none of our 240 users can get in',
    says: { kind: 'cannot_sign_in', affected: 'most' },
  },
  { text: 'The dashboard crashes when I open it', says: { kind: 'error', affected: 'one' } },
  {
    text: 'We do not know yet who is affected, but the portal is unreachable',
    says: { kind: 'outage', affected: 'unknown' },
  },
  {
    text: 'Production has stopped, the warehouse cannot print labels',
    says: { kind: 'error', stake: 'work' },
  },
  {
    text: 'Customers can see each other’s invoices',
    says: { kind: 'security', data: 'outsiders' },
  },
  { text: 'The workflow is not triggering', says: { kind: 'error' } },
  { text: 'Is there a way to change the sender address?', says: { kind: 'question' } },
  { text: 'Hi, quick one about permissions', says: {} },
  { text: 'Nothing is down, I only want to know your opening hours', says: { kind: 'question' } },
];

export const NORWEGIAN_STORIES: readonly Story[] = [
  { text: 'Ingen kommer inn', says: { kind: 'cannot_sign_in', affected: 'most' } },
  {
    text: 'Alt er nede og ingen får jobbet',
    says: { kind: 'outage', affected: 'most', stake: 'work' },
  },
  {
    text: 'Alt er nede, og kundedata vises for fremmede',
    says: { kind: 'outage', data: 'outsiders' },
  },
  { text: 'Jeg får ikke logget inn', says: { kind: 'cannot_sign_in', affected: 'one' } },
  {
    text: 'Hele økonomiavdelingen er utestengt fra systemet',
    says: { kind: 'cannot_sign_in', affected: 'team' },
  },
  {
    text: 'Flere avdelinger får ikke åpnet innholdet sitt',
    says: { kind: 'content_unavailable', affected: 'several_teams' },
  },
  {
    text: 'Kontoen vår er hacket',
    says: { kind: 'security', data: 'outsiders' },
  },
  {
    text: 'En av oss har gått på en phishing-mail og gitt fra seg passordet',
    says: { kind: 'security', data: 'outsiders' },
  },
  {
    text: 'Uvedkommende har hatt tilgang til kundelisten',
    says: { kind: 'security', data: 'outsiders' },
  },
  {
    text: 'Nettbutikken er nede og vi taper penger hvert minutt',
    says: { kind: 'outage', stake: 'money' },
  },
  {
    text: 'Kundene får ikke betalt',
    says: { kind: 'error', affected: 'customers' },
  },
  {
    text: 'Nettsiden er nede for alle kundene våre',
    says: { kind: 'outage', affected: 'customers' },
  },
  { text: 'Systemet er veldig tregt i dag', says: { kind: 'slow' } },
  {
    text: 'Alle opplever at sidene laster sakte',
    says: { kind: 'slow', affected: 'most' },
  },
  { text: 'Hvordan legger jeg til en kollega?', says: { kind: 'question' } },
  { text: 'Hvor finner jeg fakturaene våre?', says: { kind: 'question' } },
  { text: 'Kan dere øke grensen for API-kall?', says: { kind: 'request' } },
  { text: 'Vi trenger en ny testkonto', says: { kind: 'request' } },
  { text: 'Det er en skrivefeil på innstillingssiden', says: { kind: 'cosmetic' } },
  { text: 'Logoen ser rar ut på mobil', says: { kind: 'cosmetic' } },
  {
    text: 'Alle kontaktene våre er borte',
    says: { kind: 'data_lost', data: 'many' },
  },
  {
    text: 'Ett dokument ble slettet ved en feil',
    says: { kind: 'data_lost', data: 'one' },
  },
  {
    text: 'Tusenvis av fakturaer har feil beløp',
    says: { kind: 'wrong_data', data: 'many' },
  },
  { text: 'Summen på én ordre er feil', says: { kind: 'wrong_data', data: 'one' } },
  {
    text: 'Noen av kontaktene har feil eier etter importen',
    says: { kind: 'wrong_data', data: 'some' },
  },
  {
    text: 'Eksporten virker ikke, men vi kan bruke API-et i stedet',
    says: { kind: 'error', relief: 'around' },
  },
  {
    text: 'Det var nede i ti minutter, men virker igjen nå',
    says: { kind: 'outage', relief: 'over' },
  },
  {
    text: 'E-postene går ikke ut, og kampanjen lanseres om to timer',
    says: { kind: 'error', stake: 'deadline' },
  },
  {
    text: 'Skjemaene fungerer ikke og det finnes ingen annen løsning',
    says: { kind: 'error', relief: 'no' },
  },
  {
    text: 'Bare jeg får feilmelding når jeg lagrer',
    says: { kind: 'error', affected: 'one' },
  },
  {
    text: 'Vi vet ikke hvem som er rammet, men portalen er utilgjengelig',
    says: { kind: 'outage', affected: 'unknown' },
  },
  {
    text: 'Produksjonen har stoppet, lageret får ikke skrevet ut etiketter',
    says: { kind: 'error', stake: 'work' },
  },
  {
    text: 'Kunder kan se hverandres fakturaer',
    says: { kind: 'security', data: 'outsiders' },
  },
  { text: 'Arbeidsflyten starter ikke', says: { kind: 'error' } },
  { text: 'Bildene på forsiden vises ikke for besøkende', says: { affected: 'customers' } },
  { text: 'Går det an å endre avsenderadressen?', says: { kind: 'question' } },
  { text: 'Hei, et raskt spørsmål om tilganger', says: { kind: 'question' } },
  { text: 'To kolleger kommer ikke inn etter passordbyttet', says: { kind: 'cannot_sign_in', affected: 'few' } },
  { text: 'Ikke noe er nede, jeg lurer bare på åpningstidene', says: { kind: 'question' } },
  { text: 'Siden er hvit', says: {} },
];
