import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Response } from '#shared/ipc.ts';
import { ask } from '../../state/lifeline.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';

type List = Response<'app.notices'>['notices'];

/** The notices of those whose work Lifeline carries, once somebody wants to see them. */
export function Notices() {
  const { t } = useTranslation();
  const [notices, setNotices] = useState<List | null>(null);
  const [isFailed, setFailed] = useState(false);

  const load = async () => {
    const answer = await ask('app.notices', {});
    setFailed(!answer.ok);
    if (answer.ok) setNotices(answer.value.notices);
  };
  if (notices !== null) return <NoticeList notices={notices} />;
  return (
    <div className="settings-actions">
      <Button onPress={() => void load()}>{t('settings.about.notices')}</Button>
      {isFailed && (
        <p className="field-error" role="alert">
          {t('settings.about.noticesFailed')}
        </p>
      )}
    </div>
  );
}

function NoticeList({ notices }: { notices: List }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState('');
  const found = notices.filter(({ name, licence }) =>
    `${name} ${licence}`.toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  return (
    <section aria-label={t('settings.about.notices')} className="settings-notices">
      <p className="soft">{t('settings.about.noticesIntro')}</p>
      <Field
        label={t('settings.about.noticesFind')}
        value={wanted}
        onChange={setWanted}
        note={t('settings.about.noticesCount', { count: found.length })}
        autoFocus
      />
      <ul>
        {found.map(({ name, version, licence, text }) => (
          <li key={`${name} ${version}`}>
            <details>
              <summary>
                <span dir="ltr">{name}</span> <span className="soft small">{`${version} · ${licence}`}</span>
              </summary>
              <pre dir="ltr">{text}</pre>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
