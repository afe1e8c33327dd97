import i18next from 'i18next';
import { Component } from 'react';
import { EmptyState } from '../ui/EmptyState.tsx';

type State = { error: Error | null };

/** The last resort when a view breaks: says that nothing is lost, and loads the window again. */
export class ErrorBoundary extends Component<{ children: React.ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const { t } = i18next;
    return (
      <main className="notice">
        <EmptyState heading="h1" title={t('app.crash.title')} body={t('app.crash.body')}>
          <button type="button" className="button button-primary" onClick={() => window.location.reload()}>
            {t('app.crash.again')}
          </button>
          <details>
            <summary>{t('app.crash.details')}</summary>
            <code>{error.message}</code>
          </details>
        </EmptyState>
      </main>
    );
  }
}
