import './discarded.css';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketSummary } from '#shared/model.ts';
import { useAtNow } from '../../state/clock.ts';
import { ask, listen } from '../../state/lifeline.ts';
import { showGroup } from '../../state/navigation.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useArrival } from '../../ui/focus.ts';
import { langOf } from '../../ui/text-language.ts';
import { useTimes } from '../../ui/time.ts';
import { restore } from './withdraw.ts';

/** What the store has of them now; null until it has answered. */
function useDiscarded(): TicketSummary[] | null {
  const [drafts, setDrafts] = useState<TicketSummary[] | null>(null);
  useEffect(() => {
    let isGone = false;
    const read = async () => {
      const answer = await ask('draft.discarded', {});
      if (!isGone && answer.ok) setDrafts(answer.value);
    };
    void read();
    const unlisten = listen('tickets.changed', read);
    return () => {
      isGone = true;
      unlisten();
    };
  }, []);
  return drafts;
}

/** Drafts that were thrown away: a toast goes, and who comes later finds them here. */
export function Discarded() {
  const { t } = useTranslation();
  const drafts = useDiscarded();
  const heading = useArrival<HTMLHeadingElement>(true);
  return (
    <div className="discarded">
      <div className="discarded-column">
        <Button kind="quiet" icon="back" onPress={() => showGroup('drafts')}>
          {t('discarded.back')}
        </Button>
        <h1 ref={heading} tabIndex={-1}>
          {t('discarded.title')}
        </h1>
        {drafts !== null && drafts.length === 0 ? (
          <EmptyState title={t('discarded.empty.title')} body={t('discarded.empty.body')} />
        ) : (
          <>
            <p className="soft">{t('discarded.body')}</p>
            <ul className="discarded-list" aria-label={t('discarded.title')}>
              {drafts?.map((draft) => (
                <DiscardedDraft key={draft.id} draft={draft} />
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}

function DiscardedDraft({ draft }: { draft: TicketSummary }) {
  const { t } = useTranslation();
  const times = useTimes();
  const when = useAtNow((now) => times.ago(draft.updatedAt, now));
  const title = draft.title.trim() || t('inbox.untitled');
  return (
    <li className="discarded-draft">
      <div className="discarded-words">
        <p className="discarded-title" dir="auto" {...langOf(draft.title)}>
          {title}
        </p>
        {draft.excerpt && (
          <p className="discarded-excerpt soft" dir="auto" {...langOf(draft.excerpt)}>
            {draft.excerpt}
          </p>
        )}
        <p className="soft small">{t('discarded.when', { when })}</p>
      </div>
      <Button
        icon="again"
        aria-label={t('discarded.restoreOne', { title })}
        onPress={() => restore(draft.id)}
      >
        {t('discarded.restore')}
      </Button>
    </li>
  );
}
