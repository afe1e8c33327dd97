/** What somebody has written of their desk on the first run, and what came of it. Kept while they look elsewhere. */
import i18next from 'i18next';
import { create } from 'zustand';
import type { Failure } from '#shared/errors.ts';
import { type InvitationProblem, looksLikeInvitation, readInvitation } from '#shared/invitation.ts';
import {
  addressProblem,
  isOfNetwork,
  isOfToken,
  type TokenProblem,
  tidy,
  tokenProblem,
} from '../../state/desk-input.ts';
import { ask } from '../../state/lifeline.ts';
import { backToList } from '../../state/navigation.ts';
import { announce, showToast } from '../../state/notices.ts';
import { useSettings } from '../../state/settings.ts';

export type Problem =
  | { at: 'address' | 'token'; missing: true }
  | { at: 'address'; invitation: InvitationProblem }
  | { at: 'token'; token: TokenProblem }
  | { at: 'address' | 'token'; failure: Failure };

type Welcome = {
  address: string;
  token: string;
  activity: 'none' | 'checking' | 'saving';
  problem: Problem | null;
  /** True when nobody could say whether it is right, so that it may be saved as it is. */
  isUncheckable: boolean;
};

const FRESH: Welcome = { address: '', token: '', activity: 'none', problem: null, isUncheckable: false };

export const useWelcome = create<Welcome>(() => FRESH);
const set = useWelcome.setState;

/** Takes what is typed or pasted. A whole invitation fills both fields; a bad one stays to be seen. */
export function writeAddress(text: string): void {
  set({ address: text, problem: null, isUncheckable: false });
  if (!looksLikeInvitation(text)) return;
  const read = readInvitation(text);
  if (!read.ok) return;
  set({ address: read.invitation.url, token: read.invitation.token });
  announce(i18next.t('welcome.invited'));
}

export function writeToken(token: string): void {
  set({ token, problem: null, isUncheckable: false });
}

function failed(failure: Failure): void {
  set({
    activity: 'none',
    problem: { at: isOfToken(failure.code) ? 'token' : 'address', failure },
    isUncheckable: isOfNetwork(failure.code),
  });
}

/** What is wrong before anybody is asked. */
function problemOf({ address, token }: Welcome): Problem | null {
  if (tidy(address) === '') return { at: 'address', missing: true };
  if (looksLikeInvitation(address)) {
    const read = readInvitation(address);
    return { at: 'address', invitation: read.ok ? 'not_an_invitation' : read.problem };
  }
  const wrong = addressProblem(tidy(address));
  if (wrong !== null) return { at: 'address', failure: { code: wrong } };
  if (tidy(token) === '') return { at: 'token', missing: true };
  const strange = tokenProblem(tidy(token));
  return strange === null ? null : { at: 'token', token: strange };
}

/** Asks the desk who we are, and saves what it knows. */
export async function connect(): Promise<void> {
  const written = useWelcome.getState();
  if (written.activity !== 'none') return;
  const problem = problemOf(written);
  set({ problem, isUncheckable: false });
  if (problem !== null) return;
  const wanted = { url: tidy(written.address), token: tidy(written.token) };
  set({ activity: 'checking' });
  const answer = await ask('settings.checkDesk', wanted);
  if (!answer.ok) return failed(answer.failure);
  await save(
    wanted,
    i18next.t('welcome.connected', { name: answer.value.requester.name, desk: answer.value.desk.name }),
  );
}

/** Saves what nobody could check; the desk is looked for from now on. */
export async function goOnUnchecked(): Promise<void> {
  const { address, token } = useWelcome.getState();
  await save({ url: tidy(address), token: tidy(token) }, i18next.t('welcome.savedUnchecked'));
}

export async function trySample(sample: { url: string; token: string }): Promise<void> {
  await save(sample, i18next.t('welcome.sampleOpened'));
}

async function save(wanted: { url: string; token: string }, words: string): Promise<void> {
  set({ activity: 'saving' });
  const answer = await ask('settings.saveDesk', wanted);
  if (!answer.ok) return failed(answer.failure);
  set(FRESH);
  useSettings.setState({ settings: answer.value });
  // The screen goes away with its button, so the focus needs a new place.
  backToList();
  showToast({ text: words });
  await useSettings.getState().load();
}
