import './banner.css';

type Props = {
  tone: 'waiting' | 'refused' | 'plain';
  title: string;
  children?: React.ReactNode;
  /** What can be done about it; with it, the whole is a bar, as thin as its words allow. */
  actions?: React.ReactNode;
};

/** Something about this view that matters before anything else in it. */
export function Banner({ tone, title, children, actions }: Props) {
  const words = (
    <>
      <p className="banner-title">{title}</p>
      {children}
    </>
  );
  return actions === undefined ? (
    <section className={`banner banner-${tone}`} aria-label={title}>
      {words}
    </section>
  ) : (
    <section className={`banner banner-${tone} banner-bar`} aria-label={title}>
      <div className="banner-says">{words}</div>
      <div className="banner-actions">{actions}</div>
    </section>
  );
}
