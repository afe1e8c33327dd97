import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { Article } from '#shared/model.ts';
import { langOf } from '../../ui/text-language.ts';
import { useTimes } from '../../ui/time.ts';
import { WholeText } from '../ticket/WholeText.tsx';

/** A help page to read. `headingRef` is for whoever puts the reader there. */
export function ArticleText({
  article,
  headingRef,
}: {
  article: Article;
  headingRef: Ref<HTMLHeadingElement>;
}) {
  const { t } = useTranslation();
  const times = useTimes();
  return (
    <>
      <h2 ref={headingRef} tabIndex={-1} className="article-heading" {...langOf(article.title)}>
        {article.title}
      </h2>
      <p className="soft small">
        {t('articles.updated', { when: times.fullMoment(article.updatedAt) })}
        {article.missingSince !== null && ` · ${t('absence.article')}`}
      </p>
      <WholeText text={article.body} />
    </>
  );
}
