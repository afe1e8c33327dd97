import './empty-state.css';
import type { Ref } from 'react';

type Props = {
  title: string;
  body: string;
  children?: React.ReactNode;
  headingRef?: Ref<HTMLHeadingElement>;
  heading?: 'h1' | 'p';
};

/** What a view says when there is nothing to show, with the way on as its children. */
export function EmptyState({ title, body, children, headingRef, heading: Heading = 'p' }: Props) {
  return (
    <div className="empty">
      <Heading className="empty-title" {...(Heading === 'h1' && { ref: headingRef, tabIndex: -1 })}>
        {title}
      </Heading>
      <p className="soft">{body}</p>
      {children}
    </div>
  );
}
