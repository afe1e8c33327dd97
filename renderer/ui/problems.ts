/** What is wrong with what was written is heard where the focus is. */
import { type RefObject, useEffect, useRef } from 'react';
import { announce } from '../state/notices.ts';

/** Speaks the problem of a field that somebody is in when it comes up. Who comes to the field later hears it from the field. */
export function useSpokenProblem(field: RefObject<HTMLElement | null>, problem: string | undefined): void {
  const had = useRef(problem !== undefined);
  useEffect(() => {
    const isNew = problem !== undefined && !had.current;
    had.current = problem !== undefined;
    if (isNew && field.current?.contains(document.activeElement)) announce(problem, { isUrgent: true });
  }, [field, problem]);
}

/** Goes to the first field that is wrong when an answer says so, and never because a form with problems appears. */
export function useFocusOnProblem(form: RefObject<HTMLElement | null>, problem: unknown): void {
  const seen = useRef(problem);
  useEffect(() => {
    if (seen.current === problem) return;
    seen.current = problem;
    if (problem) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, problem]);
}
