import './settings.css';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../state/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { useArrival } from '../../ui/focus.ts';
import { KeysOf } from '../../ui/keys.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { AccountCard } from '../account/AccountCard.tsx';
import { showKeys, showPalette } from '../palette/shown.ts';
import { choose } from './choose.ts';
import { DeskForm } from './DeskForm.tsx';
import { KeyChoices } from './KeyChoices.tsx';
import { NoticeSettings } from './NoticeSettings.tsx';
import { Notices } from './Notices.tsx';

export function Settings() {
  const { t } = useTranslation();
  const { settings, info } = useSettings();
  const heading = useArrival<HTMLHeadingElement>(true);
  const language = settings?.preferences.language ?? 'system';

  return (
    <div className="settings">
      <div className="settings-column">
        <h1 ref={heading} tabIndex={-1}>
          {t('settings.title')}
        </h1>
        <AccountCard />
        {settings && <DeskForm settings={settings} />}
        {settings && <NoticeSettings preferences={settings.preferences} />}
        <section className="settings-part" aria-labelledby="settings-look">
          <h2 id="settings-look">{t('settings.look.title')}</h2>
          <Choice
            look="bar"
            label={t('settings.look.language')}
            value={language}
            options={[
              { value: 'system', label: t('settings.look.systemLanguage') },
              { value: 'en', label: 'English' },
              { value: 'nb', label: 'Norsk bokmål' },
            ]}
            onChange={(chosen) => choose({ language: chosen === 'system' ? null : chosen })}
          />
          <Choice
            look="bar"
            label={t('settings.look.theme')}
            value={settings?.preferences.theme ?? 'system'}
            options={(['system', 'light', 'dark'] as const).map((value) => ({
              value,
              label: t(`settings.look.themes.${value}`),
            }))}
            onChange={(theme) => choose({ theme })}
          />
        </section>
        <section className="settings-part" aria-labelledby="settings-keys">
          <h2 id="settings-keys">{t('settings.about.shortcuts')}</h2>
          <Switch
            label={t('palette.keys.letters')}
            hint={t('palette.keys.lettersHint')}
            isOn={settings?.preferences.letterKeys ?? true}
            onChange={(letterKeys) => choose({ letterKeys })}
          />
          {settings && <KeyChoices chosen={settings.preferences.chosenKeys} />}
          <div className="settings-actions">
            <Button icon="keyboard" onPress={showKeys}>
              {t('palette.do.keys')}
              <KeysOf name="keys" isShort />
            </Button>
            <Button icon="dots" onPress={() => showPalette(null)}>
              {t('palette.do.palette')}
              <KeysOf name="palette" isShort />
            </Button>
          </div>
        </section>
        <section className="settings-part" aria-labelledby="settings-about">
          <h2 id="settings-about">{t('settings.about.title')}</h2>
          <p className="soft">
            {t('app.name')} · {t('settings.about.version', { version: info?.version ?? '–' })}
          </p>
          {info && info.startedWith.length > 0 && (
            <p className="settings-note">
              {t('settings.about.startedWith', { names: info.startedWith.join(', ') })}
            </p>
          )}
          <Notices />
        </section>
      </div>
    </div>
  );
}
