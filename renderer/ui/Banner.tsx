import './banner.css';

type Props = { tone: 'waiting' | 'refused' | 'plain'; title: string; children?: React.ReactNode };

/** Something about this view that matters before anything else in it. */
export function Banner({ tone, title, children }: Props) {
  return (
    <section className={`banner banner-${tone}`} aria-label={title}>
      <p className="banner-title">{title}</p>
      {children}
    </section>
  );
}
