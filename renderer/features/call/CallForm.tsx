import { useState } from 'react';
import { Form, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Failure, FieldProblem } from '#shared/errors.ts';
import { callProblems, callWish, type Ticket } from '#shared/model.ts';
import { Button } from '../../ui/Button.tsx';
import { changeTicket } from '../ticket/edit.ts';
import { CallFields, localTime } from './CallFields.tsx';

function fieldsOf(phone: string, at: string | number | null) {
  return { phone, callAt: at === null ? '' : localTime(new Date(at).getTime()) };
}

/** Asks the desk to call, or to call somewhere or at some time else. */
export function CallForm({ ticket, close }: { ticket: Ticket; close: () => void }) {
  const { t } = useTranslation();
  const owed = ticket.callBack;
  const isOwed = owed?.state === 'queued';
  const [wish, setWish] = useState(() => {
    if (ticket.edit?.callBack) return fieldsOf(ticket.edit.callBack.number, ticket.edit.callBack.at);
    return fieldsOf(owed?.number ?? ticket.form.phone, isOwed ? owed.at : null);
  });
  const [isAsked, setAsked] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const problems = isAsked ? callProblems(wish, Date.now()) : {};
  const words = (problem: FieldProblem | undefined) => {
    if (problem === undefined || problem === 'too_long') return undefined;
    return problem === 'missing' ? t('callBack.numberMissing') : t(`wizard.fault.${problem}`, { count: 0 });
  };

  const send = async () => {
    setAsked(true);
    if (Object.keys(callProblems(wish, Date.now())).length > 0) return;
    const failed = await changeTicket(ticket.id, { callBack: callWish(wish) });
    setFailure(failed);
    if (!failed) close();
  };

  return (
    <Form
      className="popover-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Heading slot="title" level={2}>
        {t(isOwed ? 'callBack.changeTitle' : 'callBack.ask')}
      </Heading>
      <CallFields
        value={wish}
        onChange={(change) => setWish((before) => ({ ...before, ...change }))}
        phoneError={words(problems.phone)}
        timeError={words(problems.callAt)}
      />
      {failure && (
        <p className="field-error" role="alert">
          {t(`errors.${failure.code}`)}
        </p>
      )}
      <div className="popover-actions">
        <Button kind="primary" type="submit">
          {t('callBack.send')}
        </Button>
        <Button onPress={close}>{t('ticket.change.cancel')}</Button>
      </div>
    </Form>
  );
}
