import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { withoutTowers } from '#shared/names.ts';
import { type Laid, laid, laidNow } from '../../state/markdown/parsing.ts';
import { MOST } from '../../state/markdown/tree.ts';
import { langOf } from '../../ui/text-language.ts';
import { piecesOf } from './long-text.ts';
import { Markdown } from './Markdown.tsx';
import { useOnPaper } from './paper.ts';

/** All of a text: laid out, or as the plain text that it is where that is too much, and then it says so. */
export function WholeText({ text: written }: { text: string }) {
  const paper = useOnPaper();
  const text = useMemo(() => withoutTowers(written), [written]);
  const tree = useLaid(text, paper?.get(text) ?? null);
  if (tree === 'too_much') return <PlainText text={text} />;
  if (tree !== null) return <Markdown tree={tree} atOnce={paper !== null} lang={langOf(text).lang} />;
  // About as high as what comes in its place.
  return (
    <div className="markdown markdown-coming" dir="auto" aria-busy="true" {...langOf(text)}>
      <Pieces text={text} />
    </div>
  );
}

/** What is known of a text, or null until it is. A text in its place is not shown as the one before. */
function useLaid(text: string, given: Laid | null): Laid | null {
  const now = useMemo(() => given ?? laidNow(text), [given, text]);
  const [late, setLate] = useState<{ text: string; laid: Laid } | null>(null);
  const isKnown = now !== null;
  useEffect(() => {
    if (isKnown) return;
    let isStale = false;
    void laid(text).then((made) => {
      if (!isStale) setLate({ text, laid: made });
    });
    return () => {
      isStale = true;
    };
  }, [text, isKnown]);
  return now ?? (late?.text === text ? late.laid : null);
}

function PlainText({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="soft small">{t(text.length > MOST.length ? 'thread.plainLong' : 'thread.plain')}</p>
      <div className="plain-text" dir="auto" data-testid="plain-text" {...langOf(text)}>
        <Pieces text={text} />
      </div>
    </>
  );
}

function Pieces({ text }: { text: string }) {
  let from = 0;
  return piecesOf(text).map((piece) => {
    const key = from;
    from += piece.length;
    return <div key={key}>{piece}</div>;
  });
}
