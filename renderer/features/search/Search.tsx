import './search.css';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Autocomplete, Input, ListBox, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Article, SearchAnswer, SearchHit } from '#shared/model.ts';
import { useConnection } from '../../state/connection.ts';
import { useInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { ordered } from '../../state/listing.ts';
import { focusTaken, goToTicket, useNavigation } from '../../state/navigation.ts';
import { find, lookFor, useSearch } from '../../state/search.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useList } from '../../ui/list.ts';
import { ArticleText } from '../articles/ArticleText.tsx';
import { Hit, keyOf } from './Hit.tsx';

/** Operators that people can press instead of knowing them. */
const EXAMPLES = [
  { name: 'unread', text: 'is:unread' },
  { name: 'waiting', text: 'is:waiting' },
  { name: 'critical', text: 'severity:critical' },
  { name: 'file', text: 'has:file' },
  { name: 'me', text: 'from:me' },
  { name: 'after', text: 'after:' },
  { name: 'missing', text: 'is:missing' },
] as const;

/** While the index is still being built, what is found grows. */
const LOOK_AGAIN_MS = 3_000;

/** Finds what is on this computer, as it is typed. */
export function Search() {
  const { t } = useTranslation();
  const { text, answer, hasFailed } = useSearch();
  const hasMissing = useConnection((state) => state.connection.missing > 0);
  const recent = useRecent(answer === null);
  const hits = answer?.hits ?? recent;
  const [article, setArticle] = useState<Article | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const isWanted = useNavigation((state) => state.focusWanted !== null);

  // Before the next key: who has pressed the shortcut is already typing.
  useLayoutEffect(() => {
    if (!isWanted) return;
    // A help page is open in its place.
    if (article !== null) return setArticle(null);
    field.current?.select();
    field.current?.focus();
    focusTaken();
  }, [isWanted, article]);
  // What came since the last time is found as well.
  useEffect(() => void find(), []);
  useEffect(() => {
    if (answer?.isBuilding !== true) return;
    const timer = setTimeout(find, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [answer]);

  const open = async (hit: SearchHit) => {
    if (hit.kind === 'article') {
      const found = await ask('article.get', { id: hit.articleId });
      if (found.ok) setArticle(found.value);
    } else {
      goToTicket(hit.ticketId, hit.kind === 'ticket' ? null : hit.messageId);
    }
  };
  const add = (operator: string) => {
    const before = text.trim();
    const isEnded = !operator.endsWith(':');
    lookFor(`${before}${before === '' ? '' : ' '}${operator}${isEnded ? ' ' : ''}`);
    field.current?.focus();
  };

  if (article !== null) {
    return (
      <Reader
        article={article}
        back={() => {
          setArticle(null);
          useNavigation.setState({ focusWanted: 'view' });
        }}
      />
    );
  }
  return (
    // Escape empties the field before it leaves the page.
    <div className="search" {...(text !== '' && { 'data-closes-itself': true })}>
      <Autocomplete inputValue={text} onInputChange={lookFor} disableAutoFocusFirst>
        <div className="search-head">
          <h1 className="unseen">{t('search.title')}</h1>
          <SearchField className="search-field" aria-label={t('search.label')}>
            <Icon name="search" />
            <Input ref={field} placeholder={t('search.placeholder')} dir="auto" />
            {text !== '' && (
              <Button kind="quiet" icon="close" aria-label={t('search.clear')} className="search-clear">
                {null}
              </Button>
            )}
          </SearchField>
          <ul className="search-examples" aria-label={t('search.narrow')}>
            {EXAMPLES.filter(({ name }) => name !== 'missing' || hasMissing).map(
              ({ name, text: operator }) => (
                <li key={name}>
                  <Button kind="plain" className="search-example" onPress={() => add(operator)}>
                    <code>{operator}</code> <span className="soft">{t(`search.example.${name}`)}</span>
                  </Button>
                </li>
              ),
            )}
          </ul>
        </div>
        <section
          className="search-found"
          aria-label={t('search.results')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable for the arrow keys
          tabIndex={0}
        >
          <Said answer={answer} hasFailed={hasFailed} />
          {answer === null && hits.length > 0 && (
            <h2 className="search-recent">{t('palette.section.recent')}</h2>
          )}
          <ListBox
            className="search-list"
            aria-label={t(answer === null ? 'palette.section.recent' : 'search.results')}
            items={hits.map((hit) => ({ id: keyOf(hit), hit }))}
            onAction={(key) => {
              const hit = hits.find((one) => keyOf(one) === key);
              if (hit) void open(hit);
            }}
          >
            {({ id, hit }) => <Hit id={id} hit={hit} />}
          </ListBox>
        </section>
      </Autocomplete>
    </div>
  );
}

const MOST_RECENT = 8;

/** Before anything is looked for: the tickets in which something happened last. Most searches are for one of these. */
function useRecent(isWanted: boolean): SearchHit[] {
  const tickets = useInbox((state) => state.tickets);
  return useMemo(() => {
    if (!isWanted || tickets === null) return [];
    const kept = tickets.filter(({ state }) => state !== 'withdrawn');
    return ordered(kept, 'newest')
      .slice(0, MOST_RECENT)
      .map(({ id, state, number, updatedAt, title, excerpt }) => ({
        kind: 'ticket',
        ticketId: id,
        ...{ state, number, at: updatedAt },
        title: { text: title, marks: [] },
        excerpt: { text: excerpt, marks: [] },
      }));
  }, [isWanted, tickets]);
}

/** How much was found, and what to do when it is nothing or too much. */
function Said({ answer, hasFailed }: { answer: SearchAnswer | null; hasFailed: boolean }) {
  const { t } = useTranslation();
  const list = useList();
  const isNothing = answer !== null && answer.hits.length === 0;
  return (
    <div className="search-said" role="status">
      {hasFailed && <p className="field-error">{t('search.failed')}</p>}
      {answer === null && !hasFailed && <p className="soft">{t('search.hint')}</p>}
      {answer !== null && !isNothing && (
        <p className="soft small">{t('search.found', { count: answer.hits.length })}</p>
      )}
      {isNothing && (
        <>
          <p className="search-none">{t('search.none.title')}</p>
          <p className="soft">{t('search.none.body')}</p>
        </>
      )}
      {answer !== null && answer.notUnderstood.length > 0 && (
        <p className="soft" dir="auto">
          {t('search.notUnderstood', { operators: list(answer.notUnderstood) })}
        </p>
      )}
      {answer?.isBuilding && <p className="soft small">{t('search.building')}</p>}
      {answer?.more && <p className="soft small">{t('search.more')}</p>}
      {answer?.isCut && !answer.more && <p className="soft small">{t('search.cut')}</p>}
    </div>
  );
}

function Reader({ article, back }: { article: Article; back: () => void }) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <article
      className="search-article"
      data-closes-itself
      aria-label={article.title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        back();
      }}
    >
      <Button kind="quiet" icon="back" onPress={back}>
        {t('search.back')}
      </Button>
      <ArticleText article={article} headingRef={heading} />
    </article>
  );
}
