/**
 * Nobody's words vanish: what one computer acknowledged, and what it has shown, it shows at every later look, until the
 * desk deletes it by name (invariants 1 and 10).
 */
import { certainty, quoted } from '../check-history.ts';
import { plain } from '../check-tickets.ts';
import type { Deed, DeedOf, View } from '../logs.ts';
import type { Problem } from './check.ts';
import { isGone, type Said, type Threads } from './threads.ts';
import type { ComputerTold, Look } from './told.ts';

type Shown = View['tickets'][number];
type Written = {
  /** What each field may hold. */
  fields: Map<string, Set<unknown>>;
  submitted: 'no' | 'perhaps' | 'yes';
  /** What the reply draft may hold. */
  reply: Set<string>;
  sent: { id: string; text: string }[];
  /** A reply whose sending was cut off: it is one or the other, and the next look tells. */
  perhapsSent: string | null;
};

/** What a ticket keeps of its draft, word for word but for spaces, once the desk has it. */
const KEPT = ['question', 'title', 'description', 'hit', 'since', 'steps', 'tried', 'errorId'] as const;

export function words({ deeds, looks }: ComputerTold, at: number, threads: Threads): Problem[] {
  const written = new Map<string, Written>();
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  let next = 0;
  for (const look of looks) {
    for (let deed = deeds[next]; deed !== undefined && deed.place < look.began; deed = deeds[next]) {
      note(written, deed);
      next += 1;
    }
    for (const what of [...own(written, look, threads), ...read(seen, look, threads)]) {
      problems.push({ kind: 'lost', what: `computer ${at}: ${what}` });
    }
  }
  return problems;
}

function note(written: Map<string, Written>, deed: Deed): void {
  const sure = certainty(deed);
  if (sure === 'no' || !('ticket' in deed) || deed.ticket === null) return;
  const of = written.get(deed.ticket) ?? {
    fields: new Map(),
    submitted: 'no',
    reply: new Set(),
    sent: [],
    perhapsSent: null,
  };
  written.set(deed.ticket, of);
  const isSure = sure === 'sure';
  switch (deed.kind) {
    case 'saved':
      for (const [field, value] of Object.entries(deed.patch)) {
        const before = isSure ? [] : (of.fields.get(field) ?? [plain(initial(field))]);
        of.fields.set(field, new Set([...before, plain(value)]));
      }
      break;
    case 'submitted':
      if (of.submitted !== 'yes') of.submitted = isSure ? 'yes' : 'perhaps';
      break;
    case 'replySaved':
      of.reply = new Set(isSure ? [deed.body] : [...(of.reply.size === 0 ? [''] : of.reply), deed.body]);
      // Whichever it was, nobody can tell any more.
      of.perhapsSent = null;
      break;
    case 'replySent':
      noteSent(of, deed, isSure);
      break;
    default:
  }
}

/** What an empty form has in the fields that are saved without being texts. */
const INITIAL: Record<string, unknown> = {
  affected: null,
  severity: null,
  channel: 'email',
  facts: {},
  onBehalfOf: null,
};
const initial = (field: string): unknown => (field in INITIAL ? INITIAL[field] : '');

function noteSent(of: Written, { text, message }: DeedOf<'replySent'>, isSure: boolean): void {
  if (isSure && message !== null) {
    of.reply = new Set(['']);
    of.sent.push({ id: message, text });
  } else {
    of.reply = new Set([...of.reply, '']);
    of.perhapsSent = text;
  }
}

/** What was written here and is not shown. */
function own(written: Map<string, Written>, look: Look, threads: Threads): string[] {
  return [...written].flatMap(([id, of]) => {
    const shown = look.tickets.find((ticket) => ticket.id === id);
    if (shown === undefined) return [`ticket ${id} is not shown`];
    return [...form(of, shown), ...replies(of, shown, look, threads.get(id) ?? [])];
  });
}

function form(of: Written, shown: Shown): string[] {
  const isDraft = shown.state === 'draft';
  if (isDraft && of.submitted === 'yes') return [`${shown.id} was handed in and is a draft`];
  if (!isDraft && of.submitted === 'no' && of.fields.size > 0 && shown.number === null) {
    return [`${shown.id} is a draft and is ${shown.state}`];
  }
  return [...of.fields].flatMap(([field, may]) => {
    const value = Object.entries(shown.form).find(([name]) => name === field)?.[1];
    const isKept = isDraft
      ? may.has(plain(value))
      : !isKeptField(field) || [...may].some((one) => isAlike(one, value));
    return isKept ? [] : [`${field} of ${shown.id}: ${quoted(String(value))} is not what was saved`];
  });
}

const isKeptField = (field: string): boolean => KEPT.some((kept) => kept === field);
const spaced = (value: unknown): string => String(value).trim().replace(/\s+/g, ' ');
const isAlike = (one: unknown, other: unknown): boolean => spaced(one) === spaced(other);

function replies(of: Written, shown: Shown, look: Look, thread: Said[]): string[] {
  const problems: string[] = [];
  if (of.perhapsSent !== null) {
    const text = of.perhapsSent;
    of.perhapsSent = null;
    const saying = thread.find(({ bodies }) => bodies[0] === text);
    const message = shown.messages.find(({ id, body }) => id === saying?.id || body === text);
    const isDraft = shown.replyDraft.trim() === text;
    if (message !== undefined) of.sent.push({ id: message.id, text });
    else if (!isDraft && !isGone(saying, look.place))
      problems.push(`reply ${quoted(text)} is neither sent nor a draft`);
    of.reply = new Set([isDraft ? shown.replyDraft : '']);
  }
  if (of.reply.size > 0 && !of.reply.has(shown.replyDraft)) {
    problems.push(
      `reply draft of ${shown.id}: ${quoted(shown.replyDraft)} instead of ${[...of.reply].map(quoted)}`,
    );
  }
  for (const { id, text } of of.sent) {
    const saying = thread.find((said) => said.id === id);
    const message = shown.messages.find((each) => each.id === id);
    const may = saying?.bodies ?? [text];
    if (isGone(saying, look.place) || (message !== undefined && may.includes(message.body))) continue;
    problems.push(`reply ${quoted(text)} shows ${message === undefined ? 'nowhere' : quoted(message.body)}`);
  }
  return problems;
}

/** What was shown once and is not shown any more, or with words that nobody said. */
function read(seen: Map<string, string>, look: Look, threads: Threads): string[] {
  const shown = new Map<string, { id: string; body: string; ticket: string }>();
  for (const { id: ticket, messages } of look.tickets) {
    for (const { id, body } of messages) shown.set(id, { id, body, ticket });
  }
  const sayings = new Map([...threads.values()].flatMap((thread) => thread.map((said) => [said.id, said])));
  const vanished = [...seen].filter(([id]) => !shown.has(id) && !isGone(sayings.get(id), look.place));
  for (const { id, ticket } of shown.values()) seen.set(id, ticket);
  const changed = [...shown.values()].filter(({ id, body }) => {
    const said = sayings.get(id);
    return said !== undefined && !isGone(said, look.place) && !said.bodies.includes(body);
  });
  return [
    ...vanished.map(([id, ticket]) => `message ${id} of ${ticket} was shown and is not any more`),
    ...changed.map(({ id, body }) => `message ${id} shows ${quoted(body)}, which nobody wrote`),
  ];
}
