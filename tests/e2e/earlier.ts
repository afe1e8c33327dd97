/** What happened in a profile some time ago: core itself ran there, with its clock set back and running fast. */
import { randomFillSync } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TicketId } from '#shared/ids.ts';
import { EMPTY_FORM } from '#shared/model.ts';
import { type Core, createCore } from '../../main/core/core.ts';
import { realDisk } from '../../main/core/disk.ts';
import { newIds } from '../tickets.ts';

const TIMES_AS_FAST = 1_000;

/** Lets `work` ask a core that runs on this profile, `minutes` ago and without a desk. */
export async function minutesAgo(
  profile: string,
  minutes: number,
  work: (core: Core) => Promise<unknown>,
): Promise<void> {
  const folder = join(profile, 'store');
  mkdirSync(folder, { recursive: true });
  const started = Date.now();
  const core = createCore(
    {
      folder,
      startedWith: null,
      disk: realDisk,
      log: () => undefined,
      clock: {
        now: () => started - minutes * 60_000 + (Date.now() - started) * TIMES_AS_FAST,
        after(ms, action) {
          const timer = setTimeout(action, ms / TIMES_AS_FAST);
          return () => clearTimeout(timer);
        },
      },
      random: { bytes: (length) => randomFillSync(new Uint8Array(length)), fraction: Math.random },
      fetch: () => Promise.reject(new Error('There is no network in this past.')),
      secrets: { read: async () => null, write: async () => {}, backend: async () => 'basic_text' },
      notifier: { show: async () => ({ outcome: 'shown' }), close: async () => undefined },
    },
    () => {},
  );
  core.start();
  await work(core);
  core.stop();
}

/** Writes a whole ticket and puts it into the outbox. */
export async function submitted(core: Core, title: string): Promise<TicketId> {
  const id = newIds.ticket();
  await core.handle('draft.create', { id });
  const patch = {
    ...EMPTY_FORM,
    affected: 'most' as const,
    severity: 'standard' as const,
    title,
    description: 'Written a while ago.',
  };
  await core.handle('draft.save', { id, patch });
  await core.handle('ticket.submit', { id });
  return id;
}
