import { memo, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { destinationOf } from '#shared/links.ts';
import type { Branch, Part, Tree } from '../../state/markdown/tree.ts';
import { Code } from './Code.tsx';
import { OutsideLink } from './OutsideLink.tsx';

type Props = { tree: Tree; atOnce: boolean; lang: string | undefined };

/** A text that was laid out. Nothing from the desk runs or loads (invariant 9): every element is made here by name. */
export const Markdown = memo(function Markdown({ tree, atOnce, lang }: Props) {
  const shown = useGrowing(tree, atOnce);
  return (
    <div className="markdown" dir="auto" lang={lang}>
      {tree.groups.slice(0, shown).map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the groups of one text never change their places
        <Group key={at} blocks={group} />
      ))}
    </div>
  );
});

/** Lets the window answer between two groups: a long text comes from its beginning to its end. */
const PAUSE_MS = 16;

function useGrowing(tree: Tree, atOnce: boolean): number {
  const [grown, setGrown] = useState({ tree, groups: 1 });
  const groups = grown.tree === tree ? grown.groups : 1;
  const isWhole = atOnce || groups >= tree.groups.length;
  useEffect(() => {
    if (isWhole) return;
    const timer = setTimeout(() => setGrown({ tree, groups: groups + 1 }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [tree, groups, isWhole]);
  return isWhole ? tree.groups.length : groups;
}

const Group = memo(function Group({ blocks }: { blocks: Branch[] }) {
  return <Branches of={blocks} />;
});

function Branches({ of }: { of: Branch[] }): ReactNode {
  return of.map((one, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change their places
    typeof one === 'string' ? one : <Laid key={at} part={one} />,
  );
}

function Laid({ part }: { part: Part }): ReactNode {
  const { kind, value, of } = part;
  const inside = <Branches of={of} />;
  switch (kind) {
    case 'paragraph':
      return <p>{inside}</p>;
    case 'tight':
      return inside;
    // They stand under their author's name, whatever level the writer chose.
    case 'heading':
      return <h3>{inside}</h3>;
    case 'quote':
      return <blockquote>{inside}</blockquote>;
    case 'list':
      return <ul className={of.some(isTask) ? 'contains-task-list' : undefined}>{inside}</ul>;
    case 'numbered':
      return <ol start={Number(value)}>{inside}</ol>;
    // A task list's box cannot be ticked here, so it is a sign and not a control.
    case 'item':
      return (
        <li>
          {value !== '' && <span>{value} </span>}
          {inside}
        </li>
      );
    case 'code':
      return (
        <Code>
          <code>{inside}</code>
        </Code>
      );
    case 'rule':
      return <hr />;
    case 'table':
      return (
        <div className="table-scroll">
          <table>{inside}</table>
        </div>
      );
    case 'head':
      return <thead>{inside}</thead>;
    case 'body':
      return <tbody>{inside}</tbody>;
    case 'row':
      return <tr>{inside}</tr>;
    case 'column':
      return <th style={ALIGNED[value]}>{inside}</th>;
    case 'cell':
      return <td style={ALIGNED[value]}>{inside}</td>;
    case 'strong':
      return <strong>{inside}</strong>;
    case 'em':
      return <em>{inside}</em>;
    case 'del':
      return <del>{inside}</del>;
    case 'codespan':
      return <code>{inside}</code>;
    case 'break':
      return <br />;
    case 'link':
      return <Address url={value} words={of} />;
    case 'image':
      return <Picture url={value} alt={wordsOf(of)} />;
  }
}

const ALIGNED: Readonly<Record<string, { textAlign: 'left' | 'center' | 'right' } | undefined>> = {
  left: { textAlign: 'left' },
  center: { textAlign: 'center' },
  right: { textAlign: 'right' },
};

const isTask = (one: Branch) => typeof one !== 'string' && one.value !== '';

const wordsOf = (of: Branch[]): string =>
  of.map((one) => (typeof one === 'string' ? one : wordsOf(one.of))).join('');

function Address({ url, words }: { url: string; words: Branch[] }) {
  const destination = destinationOf(url);
  const inside = <Branches of={words} />;
  if (destination === null) return <span>{inside}</span>;
  return (
    <OutsideLink destination={destination} words={wordsOf(words)}>
      {inside}
    </OutsideLink>
  );
}

/** A picture is not fetched: that would tell its desk who reads when. */
function Picture({ url, alt }: { url: string; alt: string }) {
  const { t } = useTranslation();
  const name = alt.trim() === '' ? t('imageUnnamed') : t('image', { alt });
  const destination = destinationOf(url);
  if (destination === null) return <span>{name}</span>;
  return (
    <OutsideLink destination={destination} words={name}>
      {name}
    </OutsideLink>
  );
}
