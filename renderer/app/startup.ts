/** What happens before the first frame, and the wires from events to stores. */
import { listenToChats } from '../state/chat.ts';
import { listenToConnection } from '../state/connection.ts';
import { listenToHealth } from '../state/health.ts';
import { listenToInbox } from '../state/inbox.ts';
import { listenToKept } from '../state/kept.ts';
import { ask, listen } from '../state/lifeline.ts';
import { listenToListing } from '../state/listing.ts';
import { type SettingsState, useSettings } from '../state/settings.ts';
import { listenToStatusLine } from '../state/status-line.ts';
import { goWhereNotified, listenToTicket } from '../state/ticket.ts';
import { speak } from './language.ts';

/** Settings live in the core, which may still be starting; the window does not wait longer than this for it. */
const PATIENCE_MS = 600;

function applyLook(state: SettingsState): void {
  speak(state.settings?.preferences.language ?? state.info?.locale ?? navigator.language);
  document.documentElement.dataset.theme = state.settings?.preferences.theme ?? 'system';
}

export async function startup(): Promise<void> {
  useSettings.subscribe(applyLook);
  listen('settings.changed', (settings) => useSettings.setState({ settings }));
  listen('service.changed', (service) => useSettings.setState({ service }));
  listen('window.goTo', goWhereNotified);
  listenToChats();
  listenToConnection();
  listenToHealth();
  listenToInbox();
  listenToKept();
  listenToStatusLine();
  listenToTicket();
  listenToListing();

  const info = ask('app.info', {}).then((answer) => {
    if (answer.ok) useSettings.setState({ info: answer.value });
  });
  const settings = useSettings.getState().load();
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.race([Promise.all([info, settings]), patience]);
}
