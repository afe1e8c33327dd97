import { ListBoxItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '#shared/model.ts';
import type { Marked as MarkedText } from '#shared/search.ts';
import { useAtNow } from '../../state/clock.ts';
import { useInbox } from '../../state/inbox.ts';
import { turnOf, whoseWords } from '../../state/people.ts';
import { MissingChip, StateChip } from '../../ui/Chip.tsx';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { langOf } from '../../ui/text-language.ts';
import { useTimes } from '../../ui/time.ts';
import { Marked } from './Marked.tsx';

const ICONS: Record<SearchHit['kind'], IconName> = {
  ticket: 'ticket',
  message: 'speech',
  attachment: 'clip',
  article: 'page',
};

/** What tells a result from all others. */
export function keyOf(hit: SearchHit): string {
  switch (hit.kind) {
    case 'ticket':
      return hit.ticketId;
    case 'message':
      return hit.messageId;
    case 'attachment':
      return hit.attachmentId;
    case 'article':
      return hit.articleId;
  }
}

/** One result: what it is, where it stands, and the words around what was looked for. */
export function Hit({ id, hit }: { id: string; hit: SearchHit }) {
  const { t } = useTranslation();
  const times = useTimes();
  const when = useAtNow((now) => times.shortMoment(hit.at, now));
  const { title, where, excerpt } = parts();
  const ticket = useInbox(({ tickets }) =>
    hit.kind === 'article' ? undefined : tickets?.find(({ id: each }) => each === hit.ticketId),
  );
  const whose = ticket === undefined ? null : whoseWords(ticket);

  return (
    <ListBoxItem id={id} textValue={[title.text, where, whose].filter(Boolean).join(', ')} className="hit">
      <Icon name={ICONS[hit.kind]} size={15} />
      <div className="hit-words">
        <span className="hit-title" dir="auto" {...langOf(title.text)}>
          <Marked text={title} />
        </span>
        {excerpt !== null && (
          <span className="hit-excerpt" dir="auto" {...langOf(excerpt.text)}>
            <Marked text={excerpt} />
          </span>
        )}
        <span className="hit-where soft small" dir="auto">
          {hit.kind === 'ticket' &&
            (ticket === undefined || ticket.missing === 'no' ? (
              <StateChip state={hit.state} turn={ticket === undefined ? null : turnOf(ticket)} />
            ) : (
              <MissingChip ticket={ticket} />
            ))}
          {where}
          {whose !== null && (
            <>
              {where !== '' && <span aria-hidden="true">·</span>}
              <bdi>{whose}</bdi>
            </>
          )}
        </span>
      </div>
      <time className="soft small" dateTime={new Date(hit.at).toISOString()} title={times.fullMoment(hit.at)}>
        {when}
      </time>
    </ListBoxItem>
  );

  function parts(): { title: MarkedText; where: string; excerpt: MarkedText | null } {
    const named = (text: string) => (text.trim() === '' ? t('inbox.untitled') : text);
    switch (hit.kind) {
      case 'ticket':
        return {
          title: { ...hit.title, text: named(hit.title.text) },
          where: hit.number ?? '',
          excerpt: hit.excerpt,
        };
      case 'message':
        return {
          title: hit.excerpt,
          where: hit.isOwn
            ? t('search.byMe', { title: named(hit.title) })
            : t('search.by', { author: hit.author, title: named(hit.title) }),
          excerpt: null,
        };
      case 'attachment':
        return { title: hit.name, where: t('search.fileIn', { title: named(hit.title) }), excerpt: null };
      case 'article':
        return { title: hit.title, where: t('search.article'), excerpt: hit.excerpt };
    }
  }
}
