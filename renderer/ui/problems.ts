/** What is wrong with what was written is heard where the focus is. */
import { type RefObject, useEffect, useRef } from 'react';
import { announce } from '../state/notices.ts';

/** Half a number is none: a problem is spoken once nothing has been typed for so long. */
const PAUSE_MS = 1_500;

/** Speaks the problem of a field that somebody is in when it comes up. Who comes to the field later hears it from the field. */
export function useSpokenProblem(
  field: RefObject<HTMLElement | null>,
  { value, problem }: { value: string; problem: string | undefined },
): void {
  const told = useRef(problem);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each key begins the pause anew
  useEffect(() => {
    if (problem === undefined) told.current = undefined;
    if (problem === told.current) return;
    if (!field.current?.contains(document.activeElement)) {
      told.current = problem;
      return;
    }
    const timer = setTimeout(() => {
      told.current = problem;
      if (problem && field.current?.contains(document.activeElement)) announce(problem, { isUrgent: true });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [field, value, problem]);
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
