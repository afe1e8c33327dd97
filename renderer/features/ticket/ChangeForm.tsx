import { type ReactNode, useRef, useState } from 'react';
import { Form, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { TicketEdit } from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import type { TicketId } from '#shared/ids.ts';
import { Button } from '../../ui/Button.tsx';
import { useFocusOnProblem } from '../../ui/problems.ts';
import { changeTicket } from './edit.ts';

type Props = {
  ticketId: TicketId;
  title: string;
  /** What the button says that does it. */
  action: string;
  cancel?: string;
  /** The change as it stands; null while something is missing, which the fields then say. */
  edit: () => TicketEdit | null;
  close: () => void;
  children: ReactNode;
};

/** What is asked beside the menu of a ticket before it is changed. It stays until the change is in the outbox. */
export function ChangeForm({ ticketId, title, action, cancel, edit, close, children }: Props) {
  const { t } = useTranslation();
  const [failure, setFailure] = useState<Failure | null>(null);
  /** Counts the presses that something was missing for. */
  const [missed, setMissed] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  useFocusOnProblem(form, missed);
  const send = async () => {
    const wanted = edit();
    if (wanted === null) return setMissed((before) => before + 1);
    const failed = await changeTicket(ticketId, wanted);
    setFailure(failed);
    if (!failed) close();
  };
  return (
    <Form
      ref={form}
      className="popover-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Heading slot="title" level={2}>
        {title}
      </Heading>
      {children}
      {failure && (
        <p className="field-error" role="alert">
          {t(`errors.${failure.code}`)}
        </p>
      )}
      <div className="popover-actions">
        <Button kind="primary" type="submit">
          {action}
        </Button>
        <Button onPress={close}>{cancel ?? t('ticket.change.cancel')}</Button>
      </div>
    </Form>
  );
}
