import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/model.ts';
import { requesterName, setFollowed } from '../../state/people.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';

/** Whose ticket it is when that is a colleague: what the person can do here, and whether they are told of answers. */
export function OfColleague({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const { id, isMine, followed } = ticket;
  const name = requesterName(ticket);
  if (isMine || name === null) return null;
  return (
    <div className="thread-note thread-note-colleague" data-testid="of-colleague">
      <Icon name="person" size={14} />
      <div>
        <p>
          <strong>{t('people.note.title', { name })}</strong>
        </p>
        <p className="soft small">
          {t('people.note.body', { name })} {t(followed ? 'people.note.told' : 'people.note.quiet')}
        </p>
      </div>
      <Button icon={followed ? 'bellOff' : 'bell'} onPress={() => setFollowed(id, !followed)}>
        {t(followed ? 'people.note.unfollow' : 'people.note.follow')}
      </Button>
    </div>
  );
}

/** It was written for a colleague, and the desk has taken it for the person's own. */
export function NotTheirs({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const { number, form, requester } = ticket;
  if (number === null || form.onBehalfOf === null || requester?.id === form.onBehalfOf.id) return null;
  return (
    <div className="thread-note" data-testid="not-theirs">
      <Icon name="person" size={14} />
      <p>{t('people.note.notTheirs', { name: form.onBehalfOf.name })}</p>
    </div>
  );
}
