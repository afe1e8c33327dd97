/**
 * Whatever makes core speak to an address that it has not spoken to needs the person's yes, in a dialog that no page can
 * draw. Otherwise a page that was taken over could carry words to anybody.
 */
import { deskAddress } from '#shared/desk-address.ts';
import { LifelineError } from '#shared/errors.ts';
import type { Command } from '#shared/ipc.ts';
import { Settings } from '#shared/model.ts';
import type { Question } from '#shared/question-words.ts';

type AskCore = (name: Command, request: unknown) => Promise<unknown>;

/** Every command that makes core speak to an address in its request. */
const SPEAKS: ReadonlySet<Command> = new Set<Command>([
  'settings.checkDesk',
  'settings.waiting',
  'settings.saveDesk',
]);

/**
 * Core's `ask` with that question before it. `known` is an address that the shell itself has offered. What was said yes
 * to holds until the app ends, so that checking and saving are one question.
 * @throws LifelineError `not_confirmed`
 */
export function askingFirst(
  askCore: AskCore,
  ask: (question: Question) => Promise<boolean>,
  known: string | null,
): AskCore {
  const confirmed = new Set(known === null ? [] : [deskAddress(known)]);

  async function inUse(): Promise<string | null> {
    return Settings.parse(await askCore('settings.get', {})).desk?.url ?? null;
  }

  return async (name, request) => {
    if (SPEAKS.has(name)) {
      const address = deskAddress(urlIn(request));
      if (!confirmed.has(address) && address !== (await inUse())) {
        if (!(await ask({ kind: 'new_address', address }))) throw new LifelineError('not_confirmed');
        confirmed.add(address);
      }
    }
    return askCore(name, request);
  };
}

function urlIn(request: unknown): string {
  if (typeof request === 'object' && request !== null && 'url' in request && typeof request.url === 'string')
    return request.url;
  throw new LifelineError('invalid_request');
}
