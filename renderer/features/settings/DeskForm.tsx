import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '#shared/contract.ts';
import type { ErrorCode, Failure } from '#shared/errors.ts';
import type { Settings } from '#shared/model.ts';
import { ask } from '../../state/lifeline.ts';
import { announce } from '../../state/notices.ts';
import { useSettings } from '../../state/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Icon } from '../../ui/Icon.tsx';

/** Failures that the token can mend; all others are said at the address. */
const OF_TOKEN: ReadonlySet<ErrorCode> = new Set(['desk_unauthorized', 'secrets_failed']);

type Activity = 'none' | 'checking' | 'saving' | 'saved';

/** Where the desk is and who we are there. The token is written, never read back. */
export function DeskForm({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const load = useSettings((state) => state.load);
  const [url, setUrl] = useState(settings.desk?.url ?? '');
  const [token, setToken] = useState('');
  const [activity, setActivity] = useState<Activity>('none');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [account, setAccount] = useState<Account | null>(null);

  const edited = () => {
    setFailure(null);
    setAccount(null);
    setActivity('none');
  };
  const request = { url: url.trim(), ...(token.trim() !== '' && { token: token.trim() }) };

  const check = async () => {
    edited();
    setActivity('checking');
    const answer = await ask('settings.checkDesk', request);
    setActivity('none');
    if (answer.ok) {
      setAccount(answer.value);
      announce(`${t('settings.desk.found')}: ${answer.value.requester.name}`);
    } else setFailure(answer.failure);
  };
  const save = async () => {
    setFailure(null);
    setActivity('saving');
    const answer = await ask('settings.saveDesk', request);
    setActivity(answer.ok ? 'saved' : 'none');
    if (!answer.ok) {
      setFailure(answer.failure);
      return;
    }
    setToken('');
    useSettings.setState({ settings: answer.value });
    announce(t('settings.desk.saved'));
    await load();
  };

  const isBusy = activity === 'checking' || activity === 'saving';
  const words = failure
    ? [t(`errors.${failure.code}`), failure.detail && `(${failure.detail})`].filter(Boolean).join(' ')
    : undefined;
  const isTokenFailure = failure !== null && OF_TOKEN.has(failure.code);

  return (
    <section className="settings-part" aria-labelledby="settings-desk">
      <h2 id="settings-desk">{t('settings.desk.title')}</h2>
      <p className="soft">{t('settings.desk.intro')}</p>
      {settings.desk?.source === 'started_with' && (
        <p className="settings-note">{t('settings.desk.startedWith')}</p>
      )}
      <Form
        className="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) void save();
        }}
      >
        <Field
          label={t('settings.desk.url')}
          hint={t('settings.desk.urlHint')}
          value={url}
          dir="ltr"
          onChange={(value) => {
            setUrl(value);
            edited();
          }}
          error={isTokenFailure ? undefined : words}
        />
        <Field
          label={t('settings.desk.token')}
          hint={t(settings.hasToken ? 'settings.desk.tokenSaved' : 'settings.desk.tokenHint')}
          value={token}
          type="password"
          dir="ltr"
          onChange={(value) => {
            setToken(value);
            edited();
          }}
          error={isTokenFailure ? words : undefined}
        />
        {settings.secretsBackend === 'basic_text' && <p className="settings-note">{t('settings.keyring')}</p>}
        <div className="settings-actions">
          <Button kind="primary" type="submit" isDisabled={isBusy}>
            {t(activity === 'saving' ? 'settings.desk.saving' : 'settings.desk.save')}
          </Button>
          <Button onPress={check} isDisabled={isBusy}>
            {t(activity === 'checking' ? 'settings.desk.checking' : 'settings.desk.check')}
          </Button>
          {activity === 'saved' && (
            <span className="save-mark">
              <Icon name="check" size={14} />
              {t('settings.desk.saved')}
            </span>
          )}
        </div>
      </Form>
      {account && <Found account={account} />}
    </section>
  );
}

function Found({ account }: { account: Account }) {
  const { t } = useTranslation();
  const facts = [
    [t('settings.desk.name'), account.desk.name],
    [t('settings.desk.requester'), account.requester.name],
    [t('settings.desk.role'), t(`settings.desk.roles.${account.requester.role}`)],
    [t('settings.desk.plan'), account.plan.name],
  ] as const;
  return (
    <div className="settings-found">
      <p>
        <Icon name="check" size={14} />
        {t('settings.desk.found')}
      </p>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
