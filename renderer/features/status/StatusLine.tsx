import './status-line.css';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { StatusLine as Line } from '#shared/model.ts';
import { useAtNow } from '../../state/clock.ts';
import { useConnection } from '../../state/connection.ts';
import { announce } from '../../state/notices.ts';
import { followLine, readStatusLine, useKnownLine } from '../../state/status-line.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useTimes } from '../../ui/time.ts';

/** The desk's own words, and from when they are: while it cannot be asked, from when they were last heard. */
function Words({ line }: { line: Line }) {
  const { t } = useTranslation();
  const times = useTimes();
  const isOnline = useConnection(({ connection }) => connection.state === 'online');
  const when = useAtNow((now) => times.messageMoment(isOnline ? line.updatedAt : line.heardAt, now));
  return (
    <>
      <span className="status-line-text" dir="auto">
        {line.text}
      </span>{' '}
      <span className="soft small">{t(isOnline ? 'statusLine.updated' : 'statusLine.heard', { when })}</span>
    </>
  );
}

/** Above the list and everything else: a known trouble, quietly. */
export function StatusLine() {
  const { t } = useTranslation();
  const line = useKnownLine();
  if (line === null) return null;
  const follow = async (isOn: boolean) => {
    if (await followLine(line, isOn)) announce(t(isOn ? 'statusLine.following' : 'statusLine.notFollowing'));
  };
  return (
    <section className="status-line" aria-label={t('statusLine.label')} data-testid="status-line">
      <Icon name="hand" size={14} />
      <p>
        <Words line={line} />
      </p>
      <Button kind="link" onPress={() => follow(!line.isFollowed)}>
        {t(line.isFollowed ? 'statusLine.unfollow' : 'statusLine.follow')}
      </Button>
    </section>
  );
}

/** Before something is filed: is it this? Then it can be followed, and the draft is put away. */
export function KnownTrouble({ onFollow }: { onFollow: () => Promise<void> }) {
  const { t } = useTranslation();
  const line = useKnownLine();
  useEffect(() => void readStatusLine(), []);
  if (line === null) return null;
  const follow = async () => {
    if (line.isFollowed || (await followLine(line, true))) await onFollow();
  };
  return (
    <section className="known-trouble" aria-label={t('statusLine.isItThis')} data-testid="known-trouble">
      <h2>{t('statusLine.isItThis')}</h2>
      <p>
        <Words line={line} />
      </p>
      <div className="known-trouble-ways">
        <Button onPress={follow}>{t('statusLine.followInstead')}</Button>
        <p className="soft small">{t('statusLine.means')}</p>
      </div>
    </section>
  );
}
