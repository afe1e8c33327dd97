import { type ComponentProps, type Ref, useCallback, useLayoutEffect, useRef, useState } from 'react';

type Props = Omit<ComponentProps<'textarea'>, 'value' | 'defaultValue'> & { value: string };

/**
 * A field of several lines, whose text the browser owns while somebody writes. React would set the element's default
 * text with each key, and the browser then ends its step of undo: Ctrl+Z would go letter by letter.
 */
export function TextBox({ value, ref, ...rest }: Props) {
  const box = useRef<HTMLTextAreaElement>(null);
  const both = useMergedRef(box, ref);
  const [first] = useState(value);
  // Only another text than the one that stands there: what was written here has been there all the time.
  useLayoutEffect(() => {
    if (box.current !== null && box.current.value !== value) box.current.value = value;
  }, [value]);
  return <textarea {...rest} ref={both} defaultValue={first} />;
}

type AnyRef<Element> = Ref<Element> | undefined;

/** One ref that sets two. */
export function useMergedRef<Element>(one: AnyRef<Element>, other: AnyRef<Element>) {
  return useCallback(
    (element: Element | null) => {
      for (const ref of [one, other]) {
        if (typeof ref === 'function') ref(element);
        else if (ref) ref.current = element;
      }
    },
    [one, other],
  );
}

/** Writes something at the end of a field, as if it were typed there: the field's own undo takes it back. */
export function typeAtEnd(box: HTMLTextAreaElement, text: string): void {
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  // The only way to change a text that its undo knows of.
  document.execCommand('insertText', false, text);
}
