import './call-sheet.css';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { TicketForm } from '#shared/model.ts';
import type { Standing } from '#shared/severity/standing.ts';
import { copyText } from '../../state/clipboard.ts';
import { announce } from '../../state/notices.ts';
import { useSettings } from '../../state/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { fillScreen, hideCallSheet, useCallSheet } from './callSheet.ts';
import { callSheet } from './sheet.ts';

/** What to say on the phone, over the whole window, so that it can be read from a step away. */
export function CallSheet() {
  const { form, number, standing } = useCallSheet();
  return (
    <ModalOverlay
      className="call-overlay"
      data-modal
      isOpen={form !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) hideCallSheet();
      }}
    >
      <Modal className="call-modal">
        <Dialog className="call-sheet">
          {form && <Sheet form={form} number={number} standing={standing} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

type Props = { form: TicketForm; number: string | null; standing: Standing };

function Sheet({ form, number, standing }: Props) {
  const { t, i18n } = useTranslation();
  const account = useSettings((state) => state.account);
  const english = i18n.getFixedT('en');
  const lines = callSheet(form, {
    account,
    number,
    standing,
    words: {
      severity: (severity, how) =>
        how === 'not_judged'
          ? english('call.notJudged')
          : how === 'overridden'
            ? english('call.chosen', { severity: english(`severity.${severity}`) })
            : english(`severity.${severity}`),
      notJudged: english('call.notJudgedWhy'),
      reason: (reason) => english(`reason.${reason}`),
      unconfirmed: (facts) =>
        english('call.unconfirmed', { what: facts.map((name) => english(`fact.${name}`)).join(', ') }),
      affected: (affected) => english(`answer.affected.${affected}`),
    },
  });
  const phone = account?.phone ?? null;
  const isFullScreen = useCallSheet((state) => state.isFullScreen);
  const copy = async () => {
    const said = lines.filter(({ text }) => text !== '');
    const text = said.map(({ label, text }) => `${english(`call.line.${label}`)}: ${text}`).join('\n');
    announce(t((await copyText(text)) ? 'call.copied' : 'call.notCopied'));
  };
  return (
    <>
      <header className="call-head">
        <div>
          <Heading slot="title" className="call-title">
            {t('call.title')}
          </Heading>
          <p className="soft">{t('call.hint')}</p>
        </div>
        <Button kind="quiet" icon="close" aria-label={t('call.close')} onPress={hideCallSheet}>
          {null}
        </Button>
      </header>
      {phone && (
        <p className="call-number" dir="ltr">
          {phone.number}
        </p>
      )}
      <dl className="call-lines" lang="en">
        {lines.map(({ label, text }) => (
          <div key={label}>
            <dt>{english(`call.line.${label}`)}</dt>
            {text === '' ? (
              <dd className="soft" lang={i18n.language}>
                {t('call.unwritten')}
              </dd>
            ) : (
              <dd dir="auto">{text}</dd>
            )}
          </div>
        ))}
      </dl>
      <footer className="call-foot">
        <Button icon="copy" onPress={() => void copy()}>
          {t('call.copy')}
        </Button>
        <Button icon="print" onPress={() => window.print()}>
          {t('call.print')}
        </Button>
        <Button icon="screen" onPress={() => void fillScreen(!isFullScreen)}>
          {t(isFullScreen ? 'call.inWindow' : 'call.fullScreen')}
        </Button>
      </footer>
    </>
  );
}
