import './call-number.css';
import { useTranslation } from 'react-i18next';
import type { TicketForm } from '#shared/model.ts';
import { useSettings } from '../../state/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { type Called, showCallSheet } from './callSheet.ts';

/** The number to call, large enough to read from a step away, and what to say there. Nothing without a number. */
export function CallNumber({ form, ticket = null, children }: Props) {
  const { t } = useTranslation();
  const phone = useSettings((all) => all.account?.phone ?? null);
  if (phone === null) return null;
  return (
    <>
      <p className="phone-number" dir="ltr">
        {phone.number}
      </p>
      {children}
      <Button icon="phone" onPress={() => showCallSheet(form, ticket)}>
        {t('call.open')}
      </Button>
    </>
  );
}

type Props = {
  form: TicketForm;
  /** The ticket, once it is more than a draft. */
  ticket?: Called | null;
  children?: React.ReactNode;
};
