import { useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import type { Response } from '#shared/ipc.ts';
import type { Settings } from '#shared/model.ts';
import {
  addressOf,
  addressProblem,
  isOfNetwork,
  isOfToken,
  originToTry,
  tidy,
  tokenProblem,
} from '../../state/desk-input.ts';
import { ask } from '../../state/lifeline.ts';
import { useNavigation } from '../../state/navigation.ts';
import { announce, useSpokenWhenChanged } from '../../state/notices.ts';
import { useAccountWords } from '../../state/other-account.ts';
import { useSettings } from '../../state/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useFocusOnProblem } from '../../ui/problems.ts';
import { Leaving } from './Leaving.tsx';

type Activity = 'none' | 'checking' | 'saving';

/** The account that the person wants to go back to; null when they came here for anything else. */
const useWanted = () => useNavigation(({ place }) => (place.screen === 'settings' ? place.account : null));

/** Where the desk is and who we are there. The token is written, never read back. */
export function DeskForm({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const accountWords = useAccountWords();
  const load = useSettings((state) => state.load);
  const savedUrl = settings.desk?.url ?? '';
  const [url, setUrl] = useState(savedUrl);
  const [token, setToken] = useState('');
  const [activity, setActivity] = useState<Activity>('none');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [account, setAccount] = useState<Account | null>(null);
  const [left, setLeft] = useState<Response<'settings.waiting'> | null>(null);
  const [written, setWritten] = useState<{ address?: string; token?: string }>({});
  /** Who answered to what is about to be saved; null when nobody was asked. */
  const known = useRef<Account | null>(null);
  /** What is said of what was saved; null until then. */
  const [saved, setSaved] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const addressBox = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const tokenBox = useRef<HTMLInputElement & HTMLTextAreaElement>(null);

  const wanted = useWanted();
  const [isGoingBack, setGoingBack] = useState(false);
  useEffect(() => {
    setGoingBack(wanted !== null);
    if (wanted === null) return;
    if (wanted.url) setUrl(wanted.url);
    (wanted.url ? tokenBox : addressBox).current?.focus();
  }, [wanted]);

  const edited = () => {
    setFailure(null);
    setAccount(null);
    setLeft(null);
    setWritten({});
    setSaved(null);
    setActivity('none');
  };
  const [address, secret] = [tidy(url), tidy(token)];
  const request = { url: address, ...(secret !== '' && { token: secret }) };
  const isSavedAddress = address !== '' && addressOf(address) === savedUrl;

  /** Says what is wrong with what is written, all of it, before anybody is asked. True when nothing is. */
  const isFit = (): boolean => {
    const strange = tokenProblem(secret);
    const wrong = addressProblem(address);
    const hasToken = secret !== '' || (settings.hasToken && isSavedAddress);
    const problems = {
      ...(wrong && { address: t(`errors.${wrong}`) }),
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
    if (checked?.ok === false) return failed(checked.failure);
    known.current = checked?.value ?? null;
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
    setActivity('none');
    setGoingBack(false);
    setUrl(answer.value.desk?.url ?? address);
    setToken('');
    useSettings.setState({ settings: answer.value });
    const name = accountWords({
      desk: known.current?.desk.name,
      requester: known.current?.requester.name,
    });
    const words = name ? t('settings.desk.signedIn', { account: name }) : t('welcome.savedUnchecked');
    setSaved(words);
    announce(words);
    await load();
  };
  const keep = () => {
    edited();
    setGoingBack(false);
    setUrl(savedUrl);
    setToken('');
    addressBox.current?.focus();
  };

  const isBusy = activity !== 'none';
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
  // What was asked and refused is not unchecked.
  const isUncheckable = failure !== null && isOfNetwork(failure.code);
  useSpokenWhenChanged(isUncheckable ? t('welcome.uncheckable') : '');
  useFocusOnProblem(form, failure ?? (Object.keys(written).length > 0 ? written : null));

  return (
    <section className="settings-part" aria-labelledby="settings-desk">
      <h2 id="settings-desk">{t('settings.desk.title')}</h2>
      <p className="soft">{t('settings.desk.intro')}</p>
      {settings.desk?.source === 'started_with' && (
        <p className="settings-note">{t('settings.desk.startedWith')}</p>
      )}
      <Form
        ref={form}
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
          inputRef={addressBox}
          onChange={(value) => {
            setUrl(value);
            edited();
          }}
          error={written.address ?? (isTokenFailure ? undefined : words)}
        />
        <Field
          label={t('settings.desk.token')}
          hint={tokenHint()}
          value={token}
          type="password"
          dir="ltr"
          inputRef={tokenBox}
          onChange={(value) => {
            setToken(value);
            edited();
          }}
          error={written.token ?? (isTokenFailure ? words : undefined)}
        />
        {settings.secretsBackend === 'basic_text' && <p className="settings-note">{t('settings.keyring')}</p>}
        {isUncheckable && <p className="settings-note">{t('welcome.uncheckable')}</p>}
        <div className="settings-actions">
          <Button kind="primary" type="submit" isBusy={isBusy}>
            {t(activity === 'saving' ? 'settings.desk.saving' : 'settings.desk.save')}
          </Button>
          <Button onPress={check} isBusy={isBusy}>
            {t(activity === 'checking' ? 'settings.desk.checking' : 'settings.desk.check')}
          </Button>
          {isUncheckable && (
            <Button kind="quiet" onPress={() => save({ isChecked: true })} isBusy={isBusy}>
              {t('settings.desk.unchecked')}
            </Button>
          )}
          {saved !== null && (
            <span className="save-mark" data-testid="desk-saved">
              <Icon name="check" size={14} />
              {saved}
            </span>
          )}
        </div>
        {left && (
          <Leaving
            left={left}
            onSave={() => void saveNow()}
            onBring={() => void saveNow(true)}
            onKeep={keep}
          />
        )}
      </Form>
      {account && <Found account={account} />}
    </section>
  );

  function tokenHint(): string {
    if (isGoingBack && (!wanted?.url || addressOf(address) === wanted.url)) {
      const account = accountWords(wanted);
      if (account === null) return t('settings.desk.addressOfUnknown');
      return t(wanted?.url ? 'settings.desk.tokenOf' : 'settings.desk.addressOf', { account });
    }
    if (!settings.hasToken) return t('settings.desk.tokenHint');
    return isSavedAddress
      ? t('settings.desk.tokenSaved')
      : t('settings.desk.tokenElsewhere', { url: savedUrl });
  }
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
