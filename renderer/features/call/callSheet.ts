/** The call sheet that is shown, if one is. */
import { create } from 'zustand';
import { standingOf, type TicketForm, type TicketSummary } from '#shared/model.ts';
import type { Standing } from '#shared/severity/standing.ts';
import { ask } from '../../state/lifeline.ts';

type Shown = {
  form: TicketForm | null;
  number: string | null;
  standing: Standing;
  isFullScreen: boolean;
};

export const useCallSheet = create<Shown>(() => ({
  form: null,
  number: null,
  standing: 'not_judged',
  isFullScreen: false,
}));

/** What the call is about, once it is more than a form. */
export type Called = Pick<TicketSummary, 'number' | 'standing'>;

/** Shows what to say on the phone of a form, and of the ticket that it has become. */
export function showCallSheet(form: TicketForm, ticket: Called | null = null): void {
  useCallSheet.setState({
    form,
    number: ticket?.number ?? null,
    standing: ticket?.standing ?? standingOf(form),
  });
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
