/** Lifeline's main process. Reads as a table of contents: each line is one concern, started in order. */
import { appInfo, isOnlyInstance, prepareApp, spokenLanguage, whenReady } from './shell/app.ts';
import { registerScheme, serveApp } from './shell/app-protocol.ts';
import { attachmentOpener } from './shell/attachments.ts';
import { lookWhenAwake } from './shell/awake.ts';
import { guardContents } from './shell/contents-guard.ts';
import { startCoreProcess } from './shell/core-process.ts';
import { broadcast, broadcastFromCore, openGate } from './shell/gate.ts';
import { linkOpener } from './shell/links.ts';
import { setMenu } from './shell/menu.ts';
import { askingFirst } from './shell/new-address.ts';
import { readNotices } from './shell/notices.ts';
import { openNotifications } from './shell/notifications.ts';
import { openings } from './shell/openings.ts';
import { presses } from './shell/presses.ts';
import { coreStart, openProfile, sampleDesk } from './shell/profile.ts';
import { openQuestions } from './shell/questions.ts';
import { openSecrets } from './shell/secrets.ts';
import { mayStart } from './shell/start.ts';
import { mainWindow, printToPdf } from './shell/window.ts';

const now = () => performance.now();
const profile = mayStart() ? openProfile() : null;

prepareApp();
registerScheme();
const pressed = presses(now);
guardContents(pressed);

const window = mainWindow();

if (profile !== null && isOnlyInstance(window.show)) {
  whenReady(() => {
    setMenu();
    const secrets = openSecrets(profile);
    const notifications = openNotifications(window, () => appInfo().locale);
    const core = startCoreProcess(
      coreStart(profile),
      {
        'secrets.read': secrets.read,
        'secrets.write': secrets.write,
        'secrets.backend': secrets.backend,
        'notifier.show': notifications.show,
        'notifier.close': notifications.close,
      },
      { event: broadcastFromCore, state: (state) => broadcast('core.state', { state }) },
    );
    lookWhenAwake(core);
    serveApp(core.ask);
    const questions = openQuestions(() => spokenLanguage(core.ask), now);
    const mayOpen = openings(pressed, questions.ask, now);
    openGate(
      {
        'app.info': window.info,
        'app.notices': readNotices,
        'window.setFullScreen': window.setFullScreen,
        'window.setChatInSight': window.setChatInSight,
        'window.printToPdf': printToPdf,
        'link.open': linkOpener(mayOpen),
        'attachment.open': attachmentOpener(core.ask, mayOpen),
      },
      askingFirst(core.ask, questions.ask, sampleDesk()?.url ?? null),
    );
    window.open();
  });
}
