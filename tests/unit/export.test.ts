/** A ticket as text leaves nothing out that a person wrote. */
import { expect, test } from 'vitest';
import { EMPTY_FORM, type TicketForm } from '#shared/model.ts';
import { ticketMarkdown } from '../../main/core/export.ts';
import { core, FILLED_FORM } from './running-core.ts';

test('every field of a form is in it', async () => {
  const running = core();
  const texts = Object.keys(EMPTY_FORM).filter(
    (field) => typeof Reflect.get(EMPTY_FORM, field) === 'string' && field !== 'channel',
  );
  const written = Object.fromEntries(texts.map((field) => [field, `words of ${field}`]));
  const facts = { ...EMPTY_FORM.facts, kind: 'outage', workStopped: 'unknown', dataAtRisk: 'no' } as const;
  const form: TicketForm = { ...FILLED_FORM, ...written, facts, affected: 'several_teams', channel: 'phone' };
  const { id } = await running.handle('draft.create', {});
  await running.handle('draft.save', { id, patch: form });
  const text = ticketMarkdown(await running.ticket(id));
  const said = [
    ...Object.values(written),
    'outage',
    'several_teams',
    'phone',
    'Urgent work stopped: unknown',
  ];
  expect(said.filter((words) => !text.includes(words))).toEqual([]);
});
