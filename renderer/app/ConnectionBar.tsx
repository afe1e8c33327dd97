import { useTranslation } from 'react-i18next';
import { tryNow, useConnection } from '../state/connection.ts';
import { showSettings } from '../state/navigation.ts';
import { useWrong } from '../state/wrong.ts';
import { Button } from '../ui/Button.tsx';

/** Above everything, as soon as it is known: what is wrong on the way to the desk. The pill speaks it aloud. */
export function ConnectionBar() {
  const { t } = useTranslation();
  const wrong = useWrong();
  const isSignedOut = useConnection(({ connection }) => connection.state === 'signed_out');
  if (wrong === null) return null;
  return (
    <section className="frame-bar" aria-label={t('connection.bar')} data-testid="connection-bar">
      <p className="frame-line">
        <span>
          <strong>{wrong}</strong> {t('connection.kept')}
        </span>
        {isSignedOut ? (
          <Button kind="link" onPress={showSettings}>
            {t('connection.newToken')}
          </Button>
        ) : (
          <Button kind="link" onPress={() => void tryNow()}>
            {t('connection.reconnect')}
          </Button>
        )}
      </p>
    </section>
  );
}
