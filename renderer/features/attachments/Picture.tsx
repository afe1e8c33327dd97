import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '#shared/model.ts';
import { useConnection } from '../../state/connection.ts';
import { Button } from '../../ui/Button.tsx';
import { langOf } from '../../ui/text-language.ts';

type Props = { attachment: Attachment; onPress: () => void };

/** A picture among the files of a message. Its bytes come from this computer's store, never from an address. */
export function Picture({ attachment: { id, name, description, isHere }, onPress }: Props) {
  const { t } = useTranslation();
  const { state } = useConnection((all) => all.connection);
  // One that could not be fetched is tried again when something has changed that may help.
  const chance = `${id} ${isHere} ${state}`;
  const [missed, setMissed] = useState<string | null>(null);
  if (missed === chance) return <p className="soft small file-picture-missing">{t('thread.noPicture')}</p>;
  return (
    <Button kind="quiet" className="file-picture" onPress={onPress}>
      <img
        src={`/attachment/${id}`}
        alt={description || t('thread.picture', { name })}
        {...(description && langOf(description))}
        loading="lazy"
        onError={() => setMissed(chance)}
      />
    </Button>
  );
}
