/** The call sheet that is shown, if one is. */
import { create } from 'zustand';
import type { TicketForm } from '#shared/model.ts';

type Shown = { form: TicketForm | null; number: string | null };

export const useCallSheet = create<Shown>(() => ({ form: null, number: null }));

/** Shows what to say on the phone; `number` is the ticket's at the desk, if it has one. */
export function showCallSheet(form: TicketForm, number: string | null = null): void {
  useCallSheet.setState({ form, number });
}

export function hideCallSheet(): void {
  useCallSheet.setState({ form: null });
}
