/** A ticket as text leaves nothing out that a person wrote. */
import { expect, test } from 'vitest';
import { EMPTY_FORM, Message, type TicketForm } from '#shared/model.ts';
import { ticketMarkdown } from '../../main/core/export.ts';
import { newIds, summary, ticket } from '../tickets.ts';
import { core, FILLED_FORM } from './running-core.ts';

test('every field of a form is in it', async () => {
  const running = core();
  const texts = Object.keys(EMPTY_FORM).filter(
    (field) => typeof Reflect.get(EMPTY_FORM, field) === 'string' && field !== 'channel',
  );
  const written = Object.fromEntries(texts.map((field) => [field, `words of ${field}`]));
  const facts = { ...EMPTY_FORM.facts, kind: 'outage', stake: 'unknown', data: 'none' } as const;
  const form: TicketForm = { ...FILLED_FORM, ...written, facts, affected: 'several_teams', channel: 'phone' };
  const id = newIds.ticket();
  await running.handle('draft.create', { id });
  await running.handle('draft.save', { id, patch: form });
  const text = ticketMarkdown(await running.ticket(id));
  const said = [
    ...Object.values(written),
    'What is happening?: It is down',
    'Who is affected?: Several teams',
    'phone',
    'What does it hold up?: I cannot say now',
  ];
  expect(said.filter((words) => !text.includes(words))).toEqual([]);
});

test('what happened stands at its place between what was said', () => {
  const said = {
    author: { kind: 'specialist', name: 'Maya' },
    isOwn: false,
    delivery: 'delivered',
    problem: null,
    editedAt: null,
    deleted: null,
    earlier: [],
    missingSince: null,
  } as const;
  const message = (n: number, at: number) =>
    Message.parse({ ...said, id: summary(n).id, body: `Answer ${n}`, at });
  const text = ticketMarkdown(
    ticket({
      messages: [message(1, 10), message(2, 30)],
      events: [
        {
          id: 'a',
          at: 20,
          by: 'Maya',
          kind: 'severity_changed',
          from: 'standard',
          to: 'business_critical',
          reason: 'All.',
        },
        { id: 'b', at: 40, by: 'Maya', kind: 'assigned', to: 'Tomás' },
      ],
    }),
  );
  const places = ['Answer 1', 'standard → business_critical: All.', 'Answer 2', 'assigned to Tomás'].map(
    (words) => text.indexOf(words),
  );
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places.toSorted((a, b) => a - b)).toEqual(places);
});

test('what a desk leaves out, and what stood there before it put another text in its place, is in it (invariant 10)', () => {
  const text = ticketMarkdown(
    ticket({
      missing: 'yes',
      missingSince: Date.UTC(2026, 2, 2),
      messages: [
        Message.parse({
          id: summary(1).id,
          author: { kind: 'specialist', name: 'Maya' },
          isOwn: false,
          body: 'Try another row.',
          at: 10,
          delivery: 'delivered',
          problem: null,
          editedAt: 20,
          deleted: null,
          earlier: [{ body: 'Try another browser.', until: Date.UTC(2026, 2, 1) }],
          missingSince: Date.UTC(2026, 2, 3),
        }),
      ],
    }),
  );
  expect(text).toContain('- Missing from the desk since: 2026-03-02T00:00:00.000Z');
  expect(text).toContain('*Missing from the desk since 2026-03-03T00:00:00.000Z*\n\nTry another row.');
  expect(text).toContain('### Earlier text, until 2026-03-01T00:00:00.000Z\n\nTry another browser.');
});
