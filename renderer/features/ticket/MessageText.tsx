import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { useTimes } from '../../ui/time.ts';
import { beginningOf, LONG } from './long-text.ts';
import { WholeText } from './WholeText.tsx';

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
