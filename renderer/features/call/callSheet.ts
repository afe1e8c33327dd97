/** The call sheet that is shown, if one is. */
import { create } from 'zustand';
import type { TicketForm } from '#shared/model.ts';
import { ask } from '../../state/lifeline.ts';

type Shown = { form: TicketForm | null; number: string | null; isFullScreen: boolean };

export const useCallSheet = create<Shown>(() => ({ form: null, number: null, isFullScreen: false }));

/** Shows what to say on the phone; `number` is the ticket's at the desk, if it has one. */
export function showCallSheet(form: TicketForm, number: string | null = null): void {
  useCallSheet.setState({ form, number });
}

/** Takes the sheet away, and the window is as large as it was. */
export function hideCallSheet(): void {
  if (useCallSheet.getState().isFullScreen) void fillScreen(false);
  useCallSheet.setState({ form: null });
}

/** Lets the sheet fill the whole screen, to be read from a step away; or the window again. */
export async function fillScreen(isOn: boolean): Promise<void> {
  const answer = await ask('window.setFullScreen', { isOn });
  if (answer.ok) useCallSheet.setState({ isFullScreen: isOn });
}
