import { useState } from 'react';
import { Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Failure } from '#shared/errors.ts';
import type { Ticket } from '#shared/model.ts';
import { Button } from '../../ui/Button.tsx';
import { changeTicket } from '../ticket/edit.ts';

/** Makes a written ticket of a chat. It cannot be taken back: the place in the queue is gone. */
export function GoOnInWriting({ ticket, close }: { ticket: Ticket; close: () => void }) {
  const { t } = useTranslation();
  const [failure, setFailure] = useState<Failure | null>(null);
  const goOn = async () => {
    const failed = await changeTicket(ticket.id, { channel: 'email' });
    setFailure(failed);
    if (!failed) close();
  };
  return (
    <div className="popover-form">
      <Heading slot="title" level={2}>
        {t('chat.writing.do')}
      </Heading>
      <p>{t('chat.writing.body')}</p>
      {failure && (
        <p className="field-error" role="alert">
          {t(`errors.${failure.code}`)}
        </p>
      )}
      <div className="popover-actions">
        <Button kind="primary" onPress={goOn}>
          {t('chat.writing.do')}
        </Button>
        <Button onPress={close}>{t('chat.writing.stay')}</Button>
      </div>
    </div>
  );
}
