import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketId } from '#shared/ids.ts';
import { Button } from '../../ui/Button.tsx';
import { attachFiles } from './attaching.ts';

/** Opens the computer's own dialog to choose files. */
export function AttachButton({ ticketId, kind }: { ticketId: TicketId; kind: 'plain' | 'quiet' }) {
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
        {t('attach.button')}
      </Button>
    </>
  );
}
