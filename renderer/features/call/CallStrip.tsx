import './call-back.css';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { callStanding } from '#shared/call-back.ts';
import type { Ticket } from '#shared/model.ts';
import { useAtNow } from '../../state/clock.ts';
import { useConnection } from '../../state/connection.ts';
import { announce } from '../../state/notices.ts';
import { useSettings } from '../../state/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { askFor, CAN } from '../ticket/actions.ts';
import { callOff } from './call-off.ts';
import { useCallWords } from './call-words.ts';
import { showCallSheet } from './callSheet.ts';

/** Above the messages of a ticket that somebody is to be called for: when it rings, and what to do when it does not. */
export function CallStrip({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const words = useCallWords();
  const deskOffsetMs = useSettings((all) => all.service.deskOffsetMs);
  const phone = useSettings((all) => all.account?.phone ?? null);
  const isOnline = useConnection(({ connection }) => connection.state === 'online');
  const state = useAtNow((now) => callStanding(ticket, now + deskOffsetMs)?.state ?? null);
  const text = useAtNow((now) => {
    const standing = callStanding(ticket, now + deskOffsetMs);
    return standing && words.standing(standing, now, deskOffsetMs);
  });
  // Said aloud when something happens, and not with every minute that is counted down.
  const said = useRef(state);
  useEffect(() => {
    if (said.current !== state && text !== null) announce(text);
    said.current = state;
  }, [state, text]);
  if (state === null || text === null || ticket.deleted !== null) return null;

  const isOwed = state === 'queued' || state === 'late';
  const isWanted = isOwed || state === 'asked';
  const mayBeStale = !isOnline && (isOwed || state === 'calling');
  const shouldCall =
    phone !== null &&
    (mayBeStale || state === 'late' || state === 'missed' || (state === 'asked' && !isOnline)) &&
    // One that is not there yet says the number where it says that it waits.
    ticket.number !== null;
  return (
    <section className={`call-strip call-${state}`} aria-label={t('callBack.label')}>
      <Icon name={state === 'done' ? 'check' : 'phone'} size={15} />
      <p className="call-standing">
        {text}
        {mayBeStale && <span className="soft"> {t('callBack.lastHeard')}</span>}
      </p>
      <div className="call-actions">
        {shouldCall && (
          <Button
            kind={state === 'missed' ? 'primary' : 'plain'}
            onPress={() => showCallSheet(ticket.form, ticket)}
          >
            {t('callBack.callNow', { number: phone.number })}
          </Button>
        )}
        {CAN.callBack(ticket) && state !== 'calling' && (
          <>
            <Button
              kind={state === 'missed' && !shouldCall ? 'primary' : 'plain'}
              onPress={() => askFor(ticket.id, 'callBack')}
            >
              {t(isWanted ? 'callBack.change' : 'callBack.again')}
            </Button>
            {(isWanted || state === 'missed') && (
              <Button kind="quiet" onPress={() => void callOff(ticket)}>
                {t(isWanted ? 'callBack.callOff' : 'callBack.notNeeded')}
              </Button>
            )}
          </>
        )}
      </div>
    </section>
  );
}
