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
  {
    text: 'To kolleger kommer ikke inn etter passordbyttet',
    says: { kind: 'cannot_sign_in', affected: 'few' },
  },
  { text: 'Ikke noe er nede, jeg lurer bare på åpningstidene', says: { kind: 'question' } },
  { text: 'Siden er hvit', says: {} },
];

/** Written after the first rules, and what the rules were widened with. */
export const LATER_STORIES: readonly Story[] = [
  {
    text: 'Login is failing for the entire support department',
    says: { kind: 'cannot_sign_in', affected: 'team' },
  },
  {
    text: 'The checkout has been offline since 8, we are losing sales',
    says: { kind: 'outage', stake: 'money' },
  },
  {
    text: 'Someone outside the company got into our admin panel',
    says: { kind: 'security', data: 'outsiders' },
  },
  { text: 'All our landing pages return 404', says: { kind: 'content_unavailable' } },
  { text: 'My colleague and I cannot save drafts', says: { kind: 'error', affected: 'few' } },
  {
    text: 'Import duplicated hundreds of contacts with the wrong email address',
    says: { kind: 'wrong_data', data: 'many' },
  },
  { text: 'Search takes ages since the update', says: { kind: 'slow' } },
  { text: 'Which plan includes SSO?', says: { kind: 'question' } },
  { text: 'Could you add two seats to our subscription?', says: { kind: 'request' } },
  { text: 'The button overlaps the text in Safari', says: { kind: 'cosmetic' } },
  {
    text: 'We cannot publish and the press release is due at noon',
    says: { kind: 'error', stake: 'deadline' },
  },
  { text: 'Nobody in Oslo can open the app, everyone else is fine', says: { kind: 'cannot_sign_in' } },
  {
    text: 'Innloggingen feiler for alle på kundeservice',
    says: { kind: 'cannot_sign_in', affected: 'team' },
  },
  { text: 'Ingen av butikkene får tatt betalt, vi mister salg', says: { kind: 'error', stake: 'money' } },
  { text: 'Noen har vært inne på kontoen min', says: { kind: 'security', data: 'outsiders' } },
  { text: 'Landingssidene våre gir 404', says: { kind: 'content_unavailable' } },
  { text: 'Rapporten viser gale tall', says: { kind: 'wrong_data' } },
  { text: 'Alt henger i dag', says: { kind: 'slow' } },
  { text: 'Hvilke nettlesere støtter dere?', says: { kind: 'question' } },
  { text: 'Kan dere slette en gammel bruker?', says: { kind: 'request' } },
  { text: 'Knappen ligger oppå teksten', says: { kind: 'cosmetic' } },
  {
    text: 'Appen krasjer hver gang jeg åpner den, men nettsiden fungerer',
    says: { kind: 'error', affected: 'one', relief: 'around' },
  },
  {
    text: 'Hele bedriften står, ingen kommer inn i systemet',
    says: { kind: 'cannot_sign_in', affected: 'most', stake: 'work' },
  },
  { text: 'Filene fra i fjor er borte for hele teamet', says: { kind: 'data_lost', affected: 'team' } },
];

/** Written last: the rules were not changed for them. How they do on what they have never seen. */
export const UNSEEN_STORIES: readonly Story[] = [
  { text: 'The mail server went down an hour ago', says: { kind: 'outage' } },
  { text: 'Users are getting kicked out and cannot log back in', says: { kind: 'cannot_sign_in' } },
  {
    text: 'We received a ransom note and files are encrypted',
    says: { kind: 'security', data: 'outsiders' },
  },
  {
    text: 'An intern sent the customer list to the wrong company',
    says: { kind: 'security', data: 'outsiders' },
  },
  { text: 'Our intranet pages are empty for every department', says: { kind: 'content_unavailable' } },
  { text: 'Three users in finance get error 403', says: { kind: 'error', affected: 'few' } },
  { text: 'Is it possible to export as PDF?', says: { kind: 'question' } },
  { text: 'Please reset my two-factor device', says: { kind: 'request' } },
  { text: 'Prices in the shop are wrong since midnight', says: { kind: 'wrong_data' } },
  { text: 'The sync is so slow that customers complain', says: { kind: 'slow', affected: 'customers' } },
  { text: 'We lost every comment from yesterday', says: { kind: 'data_lost' } },
  { text: 'Printing fails, the deadline for the tender is 4 pm', says: { kind: 'error', stake: 'deadline' } },
  { text: 'Serveren er nede', says: { kind: 'outage' } },
  { text: 'Jeg får ikke logget på', says: { kind: 'cannot_sign_in', affected: 'one' } },
  { text: 'Vi har fått datavirus', says: { kind: 'security', data: 'outsiders' } },
  {
    text: 'En ansatt sendte personopplysninger til feil mottaker',
    says: { kind: 'security', data: 'outsiders' },
  },
  { text: 'Prisene i nettbutikken er feil', says: { kind: 'wrong_data' } },
  { text: 'Hva koster flere brukere?', says: { kind: 'question' } },
  { text: 'Kan dere nullstille passordet mitt?', says: { kind: 'request' } },
  { text: 'Vi har mistet alle kommentarene fra i går', says: { kind: 'data_lost', data: 'many' } },
  { text: 'Søket virker ikke for noen av oss', says: { kind: 'error', affected: 'few' } },
  { text: 'Teksten er for liten på telefonen', says: { kind: 'cosmetic' } },
  { text: 'Det går utrolig tregt, og kundene klager', says: { kind: 'slow', affected: 'customers' } },
  {
    text: 'Ingen på huset får skrevet ut, og fristen er i dag',
    says: { kind: 'error', affected: 'most', stake: 'deadline' },
  },
];
