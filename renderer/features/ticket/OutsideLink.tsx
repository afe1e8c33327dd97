import { useRef, useState } from 'react';
import { Heading, Link } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { copyText } from '../../state/clipboard.ts';
import { ask } from '../../state/lifeline.ts';
import { announce } from '../../state/notices.ts';
import { Button } from '../../ui/Button.tsx';
import { Popover } from '../../ui/Popover.tsx';

const OPENABLE = new Set(['https:', 'mailto:', 'tel:']);

export function isOpenable(url: string): boolean {
  return OPENABLE.has(URL.parse(url)?.protocol ?? '');
}

/**
 * A link that shows where it goes before it goes there. It has no `href`: nothing but the button in the
 * popover can follow it.
 */
export function OutsideLink({ url, children }: { url: string; children: React.ReactNode }) {
  const { t } = useTranslation();
  const trigger = useRef<HTMLAnchorElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const [isCopied, setCopied] = useState(false);
  // The address as it will be used, so that look-alike letters show as what they are.
  const destination = URL.parse(url)?.href ?? url;

  const open = async () => {
    const answer = await ask('link.open', { url: destination });
    setRefused(!answer.ok);
    if (answer.ok) setOpen(false);
  };
  const copy = async () => {
    const isOnIt = await copyText(destination);
    setCopied(isOnIt);
    if (isOnIt) announce(t('link.copied'));
  };
  const toggle = (next: boolean) => {
    setOpen(next);
    setRefused(false);
    setCopied(false);
  };

  return (
    <>
      <Link ref={trigger} className="outside-link" onPress={() => toggle(true)}>
        {children}
      </Link>
      <Popover triggerRef={trigger} isOpen={isOpen} onOpenChange={toggle} placement="bottom start">
        <Heading slot="title" level={2}>
          {t('link.title')}
        </Heading>
        <p className="outside-link-url" dir="ltr">
          {destination}
        </p>
        {isRefused && (
          <p className="field-error" role="alert">
            {t('link.failed')}
          </p>
        )}
        <div className="popover-actions">
          <Button kind="primary" onPress={open} autoFocus>
            {t('link.open')}
          </Button>
          <Button onPress={copy}>{t(isCopied ? 'link.copied' : 'link.copy')}</Button>
        </div>
      </Popover>
    </>
  );
}
