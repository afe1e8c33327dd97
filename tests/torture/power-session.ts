/** What a person does while the disk is recorded, with every command as it was asked. */
import { join } from 'node:path';
import type { AttachmentId } from '#shared/ids.ts';
import type { CommandBy, Request } from '#shared/ipc.ts';
import { type CoreProcess, startCore } from './core-process.ts';
import type { Dice } from './dice.ts';
import { milestones } from './milestones.ts';
import { deskAt } from './profile.ts';
import { writer } from './writer.ts';

/** One command, under the mark that stands in the log when it began and when it was acknowledged. */
export type Asked = {
  [Name in CommandBy<'core'>]: { mark: string; name: Name; request: Request<Name> };
}[CommandBy<'core'>];

export type Session = {
  asked: Asked[];
  /** The content of each file that was attached. */
  files: Map<AttachmentId, string>;
};

export const storeIn = (folder: string) => join(folder, 'store');
export const marksIn = (folder: string) => join(folder, 'marks');

/** Works with core on a store in `folder`, with the desk and then without it, and kills it in the end. */
export async function work(
  folder: string,
  random: Dice,
  start: Parameters<typeof startCore>[0],
): Promise<Session> {
  const desk = await deskAt(':memory:');
  const core = await startCore(start);
  const asked: Asked[] = [];
  const ask: CoreProcess['ask'] = (name, request) => {
    const mark = String(asked.length);
    asked.push({ mark, name, request } as Asked);
    return core.ask(name, request, mark);
  };
  const person = writer({ ask }, random, 'power');
  const { online, sent, answer } = milestones(core, desk, person);
  const open = async () => {
    await core.open(storeIn(folder), desk, marksIn(folder));
    await online();
  };

  try {
    await open();
    const one = await person.ticket();
    await person.ticket({ files: 1 });
    await sent();
    await answer(one);
    await person.replies(one);
    await sent();
    await core.close();

    await open();
    await core.until('a backup', async () => (await core.ask('store.health', {})).lastBackupAt);
    await person.ticket();
    await sent();
    desk.faults.set({ kind: 'down' });
    for (let each = 0; each < 4; each += 1) await person.types(await person.draft(), 6);
    await person.replies(one, { files: 1 });
    await person.withdrawn();
    await person.ticket({ files: 1 });
    await person.attach(await person.draft());
    for (let each = 0; each < 8; each += 1) await person.beginsReply(one);
    await person.replies(one);
    await core.close();

    await core.open(storeIn(folder), desk, marksIn(folder));
    await person.types(await person.draft(), 10);
    await person.ticket();
    const files = [...person.own.values()].flatMap((own) => own.files);
    return { asked, files: new Map(files.map(({ id, sha256 }) => [id, sha256])) };
  } finally {
    await core.kill();
    await desk.close();
  }
}
