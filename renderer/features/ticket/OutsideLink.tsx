import { useRef, useState } from 'react';
import { Heading, Link } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '#shared/errors.ts';
import { type Destination, saysWhere } from '#shared/links.ts';
import { copyText } from '../../state/clipboard.ts';
import { ask } from '../../state/lifeline.ts';
import { announce } from '../../state/notices.ts';
import { Button } from '../../ui/Button.tsx';
import { Popover } from '../../ui/Popover.tsx';

type Props = { destination: Destination; words: string; children: React.ReactNode };

/**
 * A link that shows where it goes before it goes there, and beside its words where they do not say it. It has no
 * `href`: nothing but the button in the popover can follow it.
 */
export function OutsideLink({ destination, words, children }: Props) {
  const trigger = useRef<HTMLAnchorElement>(null);
  const [isOpen, setOpen] = useState(false);
  // A text may have hundreds of links, and few are ever opened.
  const [wasOpened, setOpened] = useState(false);
  const toggle = (next: boolean) => {
    setOpen(next);
    if (next) setOpened(true);
  };
  return (
    // Words that turn the order of what follows must not put the host beside another link.
    <bdi dir="ltr">
      <Link ref={trigger} className="outside-link" onPress={() => toggle(true)}>
        {children}
      </Link>
      {!saysWhere(words, destination) && (
        <>
          {' '}
          <bdi className="outside-link-where" dir="ltr">
            ({destination.shown})
          </bdi>
        </>
      )}
      {wasOpened && (
        <Popover triggerRef={trigger} isOpen={isOpen} onOpenChange={toggle} placement="bottom start">
          <WhereTo key={String(isOpen)} address={destination.href} close={() => toggle(false)} />
        </Popover>
      )}
    </bdi>
  );
}

/** The whole address, and the button that goes there. */
function WhereTo({ address, close }: { address: string; close: () => void }) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<ErrorCode | null>(null);
  const [isCopied, setCopied] = useState(false);
  const isOpening = useRef(false);

  // Once, however often the button is pressed before it has opened.
  const open = async () => {
    if (isOpening.current) return;
    isOpening.current = true;
    const answer = await ask('link.open', { url: address });
    isOpening.current = false;
    // Who has said no needs no words for it.
    setRefusal(answer.ok || answer.failure.code === 'not_confirmed' ? null : answer.failure.code);
    if (answer.ok) close();
  };
  const copy = async () => {
    const isOnIt = await copyText(address);
    setCopied(isOnIt);
    if (isOnIt) announce(t('link.copied'));
  };

  return (
    <>
      <Heading slot="title" level={2}>
        {t('link.title')}
      </Heading>
      <p className="outside-link-url" dir="ltr">
        {address}
      </p>
      {refusal && (
        <p className="field-error" role="alert">
          {t(refusal === 'too_often' ? 'errors.too_often' : 'link.failed')}
        </p>
      )}
      <div className="popover-actions">
        <Button kind="primary" onPress={open} autoFocus>
          {t('link.open')}
        </Button>
        <Button onPress={copy}>{t(isCopied ? 'link.copied' : 'link.copy')}</Button>
      </div>
    </>
  );
}
