/** The hand of a person at work: one act after the other, each written into the diary as it was acknowledged. */
import { createHash } from 'node:crypto';
import { EMPTY_FORM } from '#shared/model.ts';
import { newIds } from '../tickets.ts';
import { begun, type Diary, type OwnTicket } from './diary.ts';
import type { Dice } from './dice.ts';
import type { KilledApp } from './killed-app.ts';

/** `unknown` means that the app died in the middle. */
type Done = 'done' | 'unknown';

/** So many own tickets are written to; older ones are left to arrive. */
const AT_HAND = 12;
const LARGEST_FILE = 8_000;

/** `ask` is the app as it runs now; `touched` collects what was worked on since the last look. */
export function hand(
  ask: () => KilledApp['ask'],
  { diary, touched, random }: { diary: Diary; touched: Set<OwnTicket>; random: Dice },
) {
  let written = 0;

  function text(kind: string): string {
    written += 1;
    const length = random.chance(0.05) ? random.between(3_000, 20_000) : random.between(10, 300);
    const filling = random.pick(['503 in every browser ', 'ærlig talt, ingenting virker ', '🙈 ']);
    return `${kind} ${written}: ${filling.repeat(Math.ceil(length / filling.length))}`.trim();
  }

  /** One of the tickets at hand that fits, or null. */
  function some(fits: (own: OwnTicket) => boolean): OwnTicket | null {
    const [first, ...others] = [...diary.tickets.values()].filter(fits).slice(-AT_HAND);
    if (first === undefined) return null;
    const own = random.pick([first, ...others]);
    touched.add(own);
    return own;
  }

  async function starts(): Promise<Done> {
    const own = begun(newIds.ticket());
    const created = await ask()('draft.create', { id: own.id });
    if (created.is !== 'done') return 'unknown';
    touched.add(own);
    diary.tickets.set(own.id, own);
    return types(own);
  }

  async function types(own: OwnTicket): Promise<Done> {
    const description = text('description');
    const form = {
      ...EMPTY_FORM,
      affected: 'most' as const,
      severity: random.pick(['standard', 'business_critical'] as const),
      severityReason: 'Nobody can publish.',
      title: `ticket ${written}`,
      hit: 'Editor',
    };
    own.description.perhaps.push(description);
    const saved = await ask()('draft.save', { id: own.id, patch: { ...form, description } });
    if (saved.is !== 'done') return 'unknown';
    own.description = { saved: description, perhaps: [] };
    return 'done';
  }

  async function submits(own: OwnTicket): Promise<Done> {
    own.submit = 'perhaps';
    const submitted = await ask()('ticket.submit', { id: own.id });
    if (submitted.is !== 'done') return 'unknown';
    own.submit = 'yes';
    return 'done';
  }

  async function repliesTo(own: OwnTicket): Promise<Done> {
    const body = text('reply');
    own.replyDraft.perhaps.push(body);
    const saved = await ask()('reply.save', { ticketId: own.id, body });
    if (saved.is !== 'done') return 'unknown';
    own.replyDraft = { saved: body, perhaps: [] };
    if (random.chance(0.2)) return 'done';
    own.perhapsSent = true;
    const sent = await ask()('reply.send', { ticketId: own.id });
    if (sent.is !== 'done') return 'unknown';
    own.perhapsSent = false;
    own.replyDraft = { saved: '', perhaps: [] };
    own.replies.push({ id: sent.value.id, body });
    return 'done';
  }

  async function attachesTo(own: OwnTicket): Promise<Done> {
    const bytes = random.bytes(random.between(1, LARGEST_FILE));
    written += 1;
    const name = `file-${written}.png`;
    const about = { ticketId: own.id, name, size: bytes.length, mediaType: 'image/png' };
    const started = await ask()('attachment.start', about);
    if (started.is !== 'done') return 'unknown';
    const { id } = started.value;
    const half = Math.ceil(bytes.length / 2);
    for (const offset of bytes.length > half ? [0, half] : [0]) {
      const piece = bytes.slice(offset, offset === 0 ? half : bytes.length);
      if ((await ask()('attachment.append', { id, offset, bytes: piece })).is !== 'done') return 'unknown';
    }
    if ((await ask()('attachment.finish', { id })).is !== 'done') return 'unknown';
    own.files.push({ id, name, sha256: createHash('sha256').update(bytes).digest('hex') });
    return 'done';
  }

  // Where something is in doubt nothing more is done before somebody has looked.
  const isSure = ({ description, replyDraft, perhapsSent }: OwnTicket) =>
    description.perhaps.length + replyDraft.perhaps.length === 0 && !perhapsSent;
  const isDraft = (own: OwnTicket) => own.submit === 'no' && own.description.saved !== '' && isSure(own);
  const isSubmitted = (own: OwnTicket) => own.submit === 'yes' && isSure(own);

  return {
    /** Does one thing, whichever comes to mind. */
    async acts(): Promise<Done> {
      const draw = random.fraction();
      const draft = draw < 0.5 ? some(isDraft) : null;
      const ticket = draw >= 0.5 && draw < 0.85 ? some(isSubmitted) : null;
      if (draft !== null) {
        if (draw < 0.2) return types(draft);
        return draw < 0.26 ? attachesTo(draft) : submits(draft);
      }
      if (ticket !== null) return repliesTo(ticket);
      if (draw > 0.97) {
        return (await ask()('outbox.tryNow', {})).is === 'done' ? 'done' : 'unknown';
      }
      return starts();
    },
  };
}
