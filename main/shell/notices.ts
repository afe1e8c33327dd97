/** What others have made of this app, and under which licence: the list that the build has written. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COMMANDS, type Response } from '#shared/ipc.ts';

const FILE = join(import.meta.dirname, '..', 'notices.json');

/** Answers `app.notices`. */
export async function readNotices(): Promise<Response<'app.notices'>> {
  return COMMANDS['app.notices'].response.parse({ notices: JSON.parse(await readFile(FILE, 'utf8')) });
}
