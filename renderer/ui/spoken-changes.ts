import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../state/notices.ts';

type Spoken = { lines: string[]; items: string[] };

function spokenIn(part: HTMLElement): Spoken {
  return {
    lines: part.innerText.split('\n').flatMap((line) => line.trim() || []),
    items: [...part.querySelectorAll('li')].map(({ innerText }) => innerText.trim()),
  };
}

/**
 * Speaks what is new in a part of the window, and which items of its lists are true no longer: a live region tells of
 * the first alone.
 */
export function useSpokenChanges(part: RefObject<HTMLElement | null>): void {
  const { t } = useTranslation();
  const said = useRef<Spoken | null>(null);
  useEffect(() => {
    if (part.current === null) return;
    const now = spokenIn(part.current);
    const before = said.current;
    said.current = now;
    if (before === null) return;
    const added = now.lines.filter((line) => !before.lines.includes(line));
    const gone = before.items.filter((item) => !now.lines.includes(item));
    const words = [...added, ...(gone.length > 0 ? [t('heard.noLonger', { what: gone.join('; ') })] : [])];
    announce(words.map((line) => line.replace(/[.\s]*$/u, '.')).join(' '));
  });
}
