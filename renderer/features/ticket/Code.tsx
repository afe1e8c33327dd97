import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../../state/clipboard.ts';
import { announce } from '../../state/notices.ts';
import { Button } from '../../ui/Button.tsx';

/** A block of code: its lines stay as they are and scroll inside it. */
export function Code({ children }: { children?: React.ReactNode }) {
  const { t } = useTranslation();
  const block = useRef<HTMLPreElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    const isOnIt = await copyText((block.current?.textContent ?? '').replace(/\n$/, ''));
    setCopied(isOnIt);
    announce(t(isOnIt ? 'thread.copied' : 'thread.notCopied'));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in
    <div className="code" role="group" aria-label={t('thread.code')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable for the arrow keys */}
      <pre ref={block} tabIndex={0} dir="ltr">
        {children}
      </pre>
      <Button
        kind="quiet"
        icon={isCopied ? 'check' : 'copy'}
        aria-label={t('thread.copyCode')}
        onPress={copy}
      >
        {null}
      </Button>
    </div>
  );
}
