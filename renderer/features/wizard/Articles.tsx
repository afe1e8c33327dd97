import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketId } from '#shared/ids.ts';
import type { Article, ArticleHit } from '#shared/model.ts';
import { ask, listen } from '../../state/lifeline.ts';
import { Button } from '../../ui/Button.tsx';
import { langOf } from '../../ui/text-language.ts';
import { ArticleText } from '../articles/ArticleText.tsx';
import { solve } from './solve.ts';

/** Long enough that a quick writer is not answered at every key. */
const PAUSE_MS = 150;

/** The articles that fit a question as far as it is written. What was found stays until something else is. */
function useSuggestions(question: string): ArticleHit[] {
  const [hits, setHits] = useState<ArticleHit[]>([]);
  useEffect(() => {
    let isStale = false;
    const look = async () => {
      const answer = await ask('article.suggest', { question });
      if (!isStale && answer.ok) setHits(answer.value);
    };
    const timer = setTimeout(look, PAUSE_MS);
    const unlisten = listen('articles.changed', look);
    return () => {
      isStale = true;
      clearTimeout(timer);
      unlisten();
    };
  }, [question]);
  return hits;
}

/** Answers that need no ticket, beside the question. Reading one leaves the question as it is. */
export function Articles({ ticketId, question }: { ticketId: TicketId; question: string }) {
  const { t } = useTranslation();
  const hits = useSuggestions(question);
  const [reading, setReading] = useState<Article | null>(null);
  const list = useRef<HTMLElement>(null);

  const read = async (id: string) => {
    const answer = await ask('article.get', { id });
    if (answer.ok) setReading(answer.value);
  };
  const back = () => {
    const id = reading?.id;
    setReading(null);
    // The article that was read is where reading goes on.
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-article="${id}"] button`)?.focus(),
    );
  };

  if (reading !== null) return <Reader article={reading} ticketId={ticketId} back={back} />;
  return (
    <section className="articles" ref={list} aria-label={t('articles.title')}>
      <h2>{t('articles.title')}</h2>
      <p className="unseen" role="status">
        {t('articles.found', { count: hits.length })}
      </p>
      {hits.length === 0 ? (
        <p className="soft">{t(question.trim() === '' ? 'articles.before' : 'articles.none')}</p>
      ) : (
        <ul className="articles-list">
          {hits.map(({ id, title, excerpt }) => (
            <li key={id} data-article={id}>
              <Button kind="quiet" className="article-hit" onPress={() => void read(id)}>
                <span className="article-title" {...langOf(title)}>
                  {title}
                </span>
                <span className="article-excerpt" {...langOf(excerpt)}>
                  {excerpt}
                </span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Reader({ article, ticketId, back }: { article: Article; ticketId: TicketId; back: () => void }) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <article
      className="article"
      data-closes-itself
      aria-label={article.title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        event.preventDefault();
        back();
      }}
    >
      <Button kind="quiet" icon="back" onPress={back}>
        {t('articles.back')}
      </Button>
      <ArticleText article={article} headingRef={heading} />
      <Button kind="primary" icon="check" onPress={() => void solve(ticketId, article.id)}>
        {t('articles.solved')}
      </Button>
      <p className="soft small">{t('articles.solvedMeans')}</p>
    </article>
  );
}
