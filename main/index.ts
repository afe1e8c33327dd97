/** Lifeline's main process. Reads as a table of contents: each line is one concern, started in order. */
import { app } from 'electron';
import { Language } from '#shared/model.ts';
import { registerScheme, serveApp } from './shell/app-protocol.ts';
import { guardContents } from './shell/contents-guard.ts';
import { startCoreProcess } from './shell/core-process.ts';
import { broadcast, broadcastFromCore, openGate } from './shell/gate.ts';
import { openLink } from './shell/links.ts';
import { setMenu } from './shell/menu.ts';
import { openNotifications } from './shell/notifications.ts';
import { coreStart, openProfile } from './shell/profile.ts';
import { openSecrets } from './shell/secrets.ts';
import { mainWindow } from './shell/window.ts';

app.enableSandbox();
app.setAppUserModelId('app.lifeline.desktop');
registerScheme();
guardContents();

const profile = openProfile();
const window = mainWindow();

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', window.show);
  app.on('activate', window.show);
  app.on('window-all-closed', () => app.quit());
  await serveApp();
  setMenu();

  const secrets = openSecrets(profile);
  const notifications = openNotifications(({ ticketId, messageId }) => window.goTo({ ticketId, messageId }));
  const core = startCoreProcess(
    coreStart(profile),
    {
      'secrets.read': ({ name }) => secrets.read(name),
      'secrets.write': async ({ name, value }) => {
        await secrets.write(name, value);
        return null;
      },
      'secrets.backend': secrets.backend,
      'notifier.show': notifications.show,
    },
    { event: broadcastFromCore, state: (state) => broadcast('core.state', { state }) },
  );
  openGate(
    {
      'app.info': async () => {
        window.listens();
        return { version: app.getVersion(), locale: localeOf(app.getPreferredSystemLanguages()) };
      },
      'link.open': async ({ url }) => {
        await openLink(url);
        return {};
      },
    },
    core.ask,
  );
  window.open();
} else {
  app.quit();
}

/** The first of the person's languages that Lifeline speaks. */
function localeOf(preferred: string[]): Language {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split(/[-_]/)[0];
    if (language === 'no' || language === 'nn') return 'nb';
    const spoken = Language.safeParse(language);
    if (spoken.success) return spoken.data;
  }
  return 'en';
}
