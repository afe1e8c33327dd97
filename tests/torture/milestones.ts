/** What one waits for while a person works: the connection, the outbox, and a specialist's answer. */
import type { Desk } from '../desk/desk.ts';
import type { CoreProcess } from './core-process.ts';
import type { Own, Writer } from './writer.ts';

export function milestones(core: CoreProcess, desk: Desk, person: Writer) {
  return {
    online: () =>
      core.until('online', async () => (await core.ask('connection.get', {})).state === 'online' || null),
    sent: () =>
      core.until('all sent', async () => (await core.ask('connection.get', {})).waiting === 0 || null),
    /** A specialist answers, and the answer is here. */
    async answer(to: Own): Promise<void> {
      const body = person.text('answer');
      desk.specialist.reply(to.id, body);
      await core.until('an answer', async () => {
        const { messages } = await core.ask('ticket.get', { id: to.id });
        return messages.some((message) => message.body === body) || null;
      });
    },
  };
}
