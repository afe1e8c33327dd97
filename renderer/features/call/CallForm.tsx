import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProblem } from '#shared/errors.ts';
import { callProblems, callWish, type Ticket } from '#shared/model.ts';
import { ChangeForm } from '../ticket/ChangeForm.tsx';
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
  const problems = isAsked ? callProblems(wish, Date.now()) : {};
  const words = (problem: FieldProblem | undefined) => {
    if (problem === undefined || problem === 'too_long') return undefined;
    return problem === 'missing' ? t('callBack.numberMissing') : t(`wizard.fault.${problem}`, { count: 0 });
  };

  return (
    <ChangeForm
      ticketId={ticket.id}
      title={t(isOwed ? 'callBack.changeTitle' : 'callBack.ask')}
      action={t('callBack.send')}
      edit={() => {
        setAsked(true);
        const isWhole = Object.keys(callProblems(wish, Date.now())).length === 0;
        return isWhole ? { callBack: callWish(wish) } : null;
      }}
      close={close}
    >
      <CallFields
        value={wish}
        onChange={(change) => setWish((before) => ({ ...before, ...change }))}
        phoneError={words(problems.phone)}
        timeError={words(problems.callAt)}
      />
    </ChangeForm>
  );
}
