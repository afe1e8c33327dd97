import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketId } from '#shared/ids.ts';
import { Button } from '../../ui/Button.tsx';
import { attachFiles } from './attaching.ts';

type Props = {
  ticketId: TicketId;
  kind: 'plain' | 'quiet';
  /** Only its sign is seen, where room is short. */
  isSign?: boolean;
};

/** Opens the computer's own dialog to choose files. */
export function AttachButton({ ticketId, kind, isSign = false }: Props) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="attach-input"
        onChange={({ target }) => {
          attachFiles(ticketId, [...(target.files ?? [])]);
          // Choosing the same file once more is a choice too.
          target.value = '';
        }}
      />
      <Button kind={kind} icon="clip" onPress={() => input.current?.click()}>
        <span className={isSign ? 'unseen' : ''}>{t('attach.button')}</span>
      </Button>
    </>
  );
}
