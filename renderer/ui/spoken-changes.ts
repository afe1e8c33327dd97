import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../state/notices.ts';

const linesOf = (element: HTMLElement): string[] =>
  element.innerText.split('\n').flatMap((line) => line.trim() || []);

/** Speaks what is new in a part of the window, and what is true no longer: a live region tells of the first alone. */
export function useSpokenChanges(part: RefObject<HTMLElement | null>): void {
  const { t } = useTranslation();
  const said = useRef<string[] | null>(null);
  useEffect(() => {
    if (part.current === null) return;
    const lines = linesOf(part.current);
    const before = said.current;
    said.current = lines;
    if (before === null) return;
    const added = lines.filter((line) => !before.includes(line));
    const gone = before.filter((line) => !lines.includes(line));
    const words = [...added, ...(gone.length > 0 ? [t('heard.noLonger', { what: gone.join('; ') })] : [])];
    announce(words.map((line) => line.replace(/[.\s]*$/u, '.')).join(' '));
  });
}
