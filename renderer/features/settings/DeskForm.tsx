import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import type { Response } from '#shared/ipc.ts';
import type { Settings } from '#shared/model.ts';
import {
  isNoAddress,
  isOfNetwork,
  isOfToken,
  originToTry,
  tidy,
  tokenProblem,
} from '../../state/desk-input.ts';
import { ask } from '../../state/lifeline.ts';
import { announce } from '../../state/notices.ts';
import { useSettings } from '../../state/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Leaving } from './Leaving.tsx';

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

  const [left, setLeft] = useState<Response<'settings.waiting'> | null>(null);
  const [written, setWritten] = useState<{ address?: string; token?: string }>({});

  const edited = () => {
    setFailure(null);
    setAccount(null);
    setLeft(null);
    setWritten({});
    setActivity('none');
  };
  const [address, secret] = [tidy(url), tidy(token)];
  const request = { url: address, ...(secret !== '' && { token: secret }) };

  /** Says what is wrong with what is written, before anybody is asked. True when nothing is. */
  const isFit = (): boolean => {
    const strange = tokenProblem(secret);
    const hasToken = secret !== '' || (settings.hasToken && settings.desk?.url === address);
    const problems = {
      ...(isNoAddress(address) && { address: t('errors.desk_address_invalid') }),
      ...(address === '' && { address: t('welcome.missing.address') }),
      ...(strange && { token: t(`settings.desk.${strange}`) }),
      ...(!hasToken && !strange && { token: t('welcome.missing.token') }),
    };
    setWritten(problems);
    return Object.keys(problems).length === 0;
  };
  const failed = (why: Failure) => {
    setActivity('none');
    setFailure(why);
  };
  const check = async () => {
    edited();
    if (!isFit()) return;
    setActivity('checking');
    const answer = await ask('settings.checkDesk', request);
    if (!answer.ok) return failed(answer.failure);
    setActivity('none');
    setAccount(answer.value);
    announce(`${t('settings.desk.found')}: ${answer.value.requester.name}`);
  };
  /** A wrong address or token is said here, and not some seconds later where nobody looks. Then what would stay behind. */
  const save = async ({ isChecked }: { isChecked: boolean }) => {
    edited();
    if (!isFit()) return;
    setActivity('saving');
    const checked = isChecked ? null : await ask('settings.checkDesk', request);
    if (checked?.ok === false && !isOfNetwork(checked.failure.code)) return failed(checked.failure);
    const waiting = await ask('settings.waiting', request);
    if (waiting.ok && waiting.value.waiting + waiting.value.drafts > 0) {
      setActivity('none');
      setLeft(waiting.value);
      return;
    }
    await saveNow();
  };
  const saveNow = async (comesAlong = false) => {
    setLeft(null);
    setActivity('saving');
    const answer = await ask('settings.saveDesk', { ...request, comesAlong });
    if (!answer.ok) return failed(answer.failure);
    setActivity('saved');
    setUrl(answer.value.desk?.url ?? address);
    setToken('');
    useSettings.setState({ settings: answer.value });
    announce(t('settings.desk.saved'));
    await load();
  };

  const isBusy = activity === 'checking' || activity === 'saving';
  const origin = failure === null ? null : originToTry(address, failure.code);
  const words = failure
    ? [
        t(`errors.${failure.code}`),
        failure.detail && `(${failure.detail})`,
        origin && t('settings.desk.tryOrigin', { origin }),
      ]
        .filter(Boolean)
        .join(' ')
    : undefined;
  const isTokenFailure = failure !== null && isOfToken(failure.code);
  const isDoubtful = failure !== null && /^desk_(?!address)/.test(failure.code);

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
          if (!isBusy) void save({ isChecked: false });
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
          error={written.address ?? (isTokenFailure ? undefined : words)}
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
          error={written.token ?? (isTokenFailure ? words : undefined)}
        />
        {settings.secretsBackend === 'basic_text' && <p className="settings-note">{t('settings.keyring')}</p>}
        <div className="settings-actions">
          <Button kind="primary" type="submit" isDisabled={isBusy}>
            {t(activity === 'saving' ? 'settings.desk.saving' : 'settings.desk.save')}
          </Button>
          <Button onPress={check} isDisabled={isBusy}>
            {t(activity === 'checking' ? 'settings.desk.checking' : 'settings.desk.check')}
          </Button>
          {isDoubtful && (
            <Button kind="quiet" onPress={() => save({ isChecked: true })} isDisabled={isBusy}>
              {t('settings.desk.unchecked')}
            </Button>
          )}
          {activity === 'saved' && (
            <span className="save-mark">
              <Icon name="check" size={14} />
              {t('settings.desk.saved')}
            </span>
          )}
        </div>
        {left && (
          <Leaving
            left={left}
            onSave={() => void saveNow()}
            onBring={() => void saveNow(true)}
            onKeep={() => setLeft(null)}
          />
        )}
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
