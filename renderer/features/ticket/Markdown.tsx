import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { Code } from './Code.tsx';
import { isOpenable, OutsideLink } from './OutsideLink.tsx';

function Picture({ src, alt }: { src: string | undefined; alt: string | undefined }) {
  const { t } = useTranslation();
  const name = alt ? t('image', { alt }) : t('imageUnnamed');
  return src && isOpenable(src) ? <OutsideLink url={src}>{name}</OutsideLink> : <span>{name}</span>;
}

/** Headings of a message stand under its author's, whatever level the writer chose. */
const MessageHeading = ({ children }: { children?: React.ReactNode }) => <h3>{children}</h3>;

/**
 * Nothing from the desk runs or loads (invariant 9): without rehype-raw, HTML is shown as the text it is; images
 * become links; and only some kinds of link are links.
 */
const COMPONENTS: Components = {
  a: ({ href, children }) =>
    href && isOpenable(href) ? <OutsideLink url={href}>{children}</OutsideLink> : <span>{children}</span>,
  img: ({ src, alt }) => <Picture src={typeof src === 'string' ? src : undefined} alt={alt} />,
  // A task list's box cannot be ticked here, so it is a sign and not a control.
  input: ({ checked }) => <span>{checked ? '☑' : '☐'}</span>,
  pre: Code,
  table: ({ children }) => (
    <div className="table-scroll">
      <table>{children}</table>
    </div>
  ),
  h1: MessageHeading,
  h2: MessageHeading,
  h3: MessageHeading,
  h4: MessageHeading,
  h5: MessageHeading,
  h6: MessageHeading,
};
const PLUGINS = [remarkGfm];

/** The default would drop tel: and let others through; `a` and `img` above decide instead. */
const asWritten = (url: string) => url;

export const Markdown = memo(function Markdown({ text }: { text: string }) {
  return (
    <div className="markdown" dir="auto">
      <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS} urlTransform={asWritten}>
        {text}
      </ReactMarkdown>
    </div>
  );
});
