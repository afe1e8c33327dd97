/** A ticket as Markdown, for keeping it or sending it another way. Pure. */
import type { Ticket } from '#shared/model.ts';

type Line = [label: string, value: string | null];

/** Everything that a person wrote and was answered. In English, because that is what desks read. */
export function ticketMarkdown(ticket: Ticket): string {
  const { form } = ticket;
  const facts: Line[] = [
    ['Number', ticket.number],
    ['State', ticket.state],
    ['Refused', ticket.problem],
    ['Severity', form.severity],
    ['Reason', form.severityReason],
    ['Affected', form.affected],
    ['What is hit', form.hit],
    ['Since', form.since],
    ['Written', new Date(ticket.createdAt).toISOString()],
  ];
  const messages = ticket.messages.map(
    ({ author, at, body, delivery, deleted }) =>
      `## ${author.name || author.kind}, ${new Date(at).toISOString()}${delivery === 'delivered' ? '' : ` (${delivery})`}\n\n${
        deleted === null ? body : `(taken away by ${deleted.by || 'the desk'})`
      }`,
  );
  const draft = ticket.replyDraft === '' ? [] : [`## Reply not sent yet\n\n${ticket.replyDraft}`];
  const files = ticket.attachments.map(
    ({ name, size, delivery }) => `- ${name} (${size} bytes, ${delivery})`,
  );
  return [
    `# ${ticket.title}`,
    facts
      .filter(([, value]) => value !== null && value !== '')
      .map(([label, value]) => `- ${label}: ${value}`)
      .join('\n'),
    form.question,
    form.description,
    ...messages,
    ...draft,
    ...(files.length > 0 ? [`## Files\n\n${files.join('\n')}`] : []),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}
