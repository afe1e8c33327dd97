/** The only door to the rest of Lifeline: `window.lifeline`, with every failure as a value. */
import type { Answer, Command, EventName, EventPayload, LifelineApi, Request } from '#shared/ipc.ts';

declare global {
  interface Window {
    readonly lifeline?: LifelineApi;
  }
}

export function hasBridge(): boolean {
  return window.lifeline !== undefined;
}

export async function ask<Name extends Command>(name: Name, request: Request<Name>): Promise<Answer<Name>> {
  if (!window.lifeline) return { ok: false, failure: { code: 'core_unavailable' } };
  try {
    return await window.lifeline.invoke(name, request);
  } catch (error) {
    return { ok: false, failure: { code: 'unexpected', detail: String(error) } };
  }
}

export function listen<Name extends EventName>(
  name: Name,
  listener: (payload: EventPayload<Name>) => void,
): () => void {
  return window.lifeline?.on(name, listener) ?? (() => {});
}
