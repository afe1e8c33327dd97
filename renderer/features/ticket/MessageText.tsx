import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { useTimes } from '../../ui/time.ts';
import { Markdown } from './Markdown.tsx';
import { beginningOf, isQuickMarkdown, LONG, piecesOf } from './markdown-bounds.ts';

/** What a message says: laid out where that is quick, folded where it is long, and always whole. */
export function MessageText({ text }: { text: string }) {
  const { t } = useTranslation();
  const times = useTimes();
  const [isWhole, setWhole] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  if (text.length <= LONG) return <WholeText text={text} />;
  const showAll = () => {
    setWhole(true);
    place.current?.focus({ preventScroll: true });
  };
  return (
    <div ref={place} tabIndex={-1} className="message-long">
      <WholeText text={isWhole ? text : beginningOf(text)} />
      {!isWhole && (
        <p className="message-more soft small">
          {t('thread.long', { howLong: times.count(text.length) })}
          <Button kind="link" onPress={showAll}>
            {t('thread.showAll')}
          </Button>
        </p>
      )}
    </div>
  );
}

/** All of a text, laid out where that is quick. */
export function WholeText({ text }: { text: string }) {
  const { t } = useTranslation();
  if (isQuickMarkdown(text)) return <Markdown text={text} />;
  let from = 0;
  return (
    <>
      <p className="soft small">{t('thread.plain')}</p>
      <div className="plain-text" dir="auto" data-testid="plain-text">
        {piecesOf(text).map((piece) => {
          const key = from;
          from += piece.length;
          return <div key={key}>{piece}</div>;
        })}
      </div>
    </>
  );
}
