import './app/jitless.ts';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/inter/wght-italic.css';
import './ui/tokens.css';
import './ui/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { ErrorBoundary } from './app/ErrorBoundary.tsx';
import { startLanguage } from './app/language.ts';
import { NoBridge } from './app/NoBridge.tsx';
import { Parts } from './app/Parts.tsx';
import { startup } from './app/startup.ts';
import { hasBridge } from './state/lifeline.ts';
import { keepFocus } from './ui/focus.ts';
import { keepLongTexts } from './ui/long-texts.ts';
import { keepUndo } from './ui/undo.ts';
// Last, so that they have the last word.
import './ui/current.css';
import './app/small.css';

const root = document.getElementById('root');
if (root) {
  startLanguage(navigator.language);
  keepFocus(root);
  keepUndo(document);
  keepLongTexts(document);
  // The first frame is drawn in the window's own font. Without it, the computer's is good enough.
  const font = document.fonts.load('1em "Inter Variable"').catch(() => []);
  if (hasBridge()) await startup();
  await font;
  const app = location.hash === '#parts' ? <Parts /> : <App />;
  createRoot(root).render(<ErrorBoundary>{hasBridge() ? app : <NoBridge />}</ErrorBoundary>);
}
