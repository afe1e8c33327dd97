/** A ticket as Markdown, for keeping it or sending it another way. Pure. */
import { factsOf, type Message, type Ticket, type TicketEvent } from '#shared/model.ts';
import { shownName } from '#shared/names.ts';
import { answered } from '#shared/severity/told.ts';
import { inOrder, isEvent } from '#shared/thread-order.ts';

type Line = [label: string, value: string | null];

const STANDING: Record<Ticket['standing'], string> = {
  judged: '',
  overridden: ' (chosen by the requester)',
  not_judged: ' (not judged yet)',
};

/** The call that was asked for; null when none was. */
function call({ callBack }: Ticket): string | null {
  if (callBack === null) return null;
  const at = callBack.at === null ? 'as soon as possible' : new Date(callBack.at).toISOString();
  return `${callBack.number}, ${at} (${callBack.state})`;
}

function said({ author, at, body, delivery, deleted, earlier, missingSince }: Message): string {
  const state = delivery === 'delivered' ? '' : ` (${delivery})`;
  const text = deleted === null ? body : `(removed by ${shownName(deleted.by) || 'the desk'})`;
  const before = earlier.map(
    (one) => `### Earlier text, until ${new Date(one.until).toISOString()}\n\n${one.body}`,
  );
  const lost = deleted === null ? missing(missingSince) : null;
  return [
    `## ${shownName(author.name) || author.kind}, ${new Date(at).toISOString()}${state}`,
    ...(lost === null ? [] : [`*Missing from the desk since ${lost}*`]),
    text,
    ...before,
  ].join('\n\n');
}

/** Since when the desk leaves something out. */
const missing = (since: number | null): string | null =>
  since === null ? null : new Date(since).toISOString();

/** What happened, with the desk's own words for it. */
function happened(event: TicketEvent): string {
  const what = () => {
    switch (event.kind) {
      case 'severity_changed':
        return `severity ${event.from} → ${event.to}${event.reason === '' ? '' : `: ${event.reason}`}`;
      case 'status_changed':
      case 'channel_changed':
        return `now ${event.to}`;
      case 'assigned':
        return `assigned to ${shownName(event.to)}`;
      case 'merged':
        return `${event.how === 'into' ? 'merged into' : 'merged with'} ${shownName(event.ticket.number)}`;
    }
  };
  return `*${new Date(event.at).toISOString()}, ${shownName(event.by)}: ${what()}*`;
}

/** Everything that a person wrote and was answered. In English, because that is what desks read. */
export function ticketMarkdown(ticket: Ticket): string {
  const { form } = ticket;
  const facts: Line[] = [
    ['Number', ticket.number],
    ['Requester', ticket.requester && shownName(ticket.requester.name)],
    ['Filed by', ticket.filedBy && shownName(ticket.filedBy)],
    ['State', ticket.state],
    ['Missing from the desk since', missing(ticket.missingSince)],
    ['Refused', ticket.problem],
    ['Severity', ticket.severity + STANDING[ticket.standing]],
    ['Reason', form.severityReason],
    ...answered(factsOf(form)).map(({ question, answer }): Line => [question, answer]),
    ['What is affected', form.hit],
    ['Started', [form.sinceAt.replace('T', ' '), form.since].filter((part) => part !== '').join(', ')],
    ['Users', form.users],
    ['Error ID', form.errorId],
    ['Link', form.link],
    ['Colleagues', form.cc],
    ['Phone', form.phone],
    ['Channel', ticket.channel],
    ['Best time for a call', form.callAt.replace('T', ' ')],
    ['Call-back', call(ticket)],
    ['Written', new Date(ticket.createdAt).toISOString()],
  ];
  const parts: Line[] = [
    ['Steps', form.steps],
    ['Expected', form.expected],
    ['What happened instead', form.actual],
    ['Tried', form.tried],
  ];
  const thread = inOrder(ticket.messages, ticket.events).map((entry) =>
    isEvent(entry) ? happened(entry) : said(entry),
  );
  const draft = ticket.replyDraft === '' ? [] : [`## Reply not sent yet\n\n${ticket.replyDraft}`];
  const files = ticket.attachments.map(
    ({ name, size, delivery, missingSince, description }) =>
      `- ${name} (${size} bytes, ${missingSince === null ? delivery : 'missing from the desk'})${description === '' ? '' : `: ${description}`}`,
  );
  return [
    `# ${shownName(ticket.title)}`,
    facts
      .filter(([, value]) => value !== null && value !== '')
      .map(([label, value]) => `- ${label}: ${value}`)
      .join('\n'),
    form.question,
    form.description,
    ...parts.filter(([, text]) => text !== '').map(([label, text]) => `## ${label}\n\n${text}`),
    ...thread,
    ...draft,
    ...(files.length > 0 ? [`## Files\n\n${files.join('\n')}`] : []),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}
