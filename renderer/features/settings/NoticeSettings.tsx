import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preferences } from '#shared/model.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { choose } from './choose.ts';

type QuietHours = NonNullable<Preferences['quietHours']>;

const USUAL_QUIET: QuietHours = { from: 22 * 60, to: 7 * 60 };

/** When and how answers are told, and when to ask about a ticket that waited long. */
export function NoticeSettings({ preferences }: { preferences: Preferences }) {
  const { t } = useTranslation();
  const { quietHours, hideContent, askStillHappening } = preferences;

  return (
    <section className="settings-part" aria-labelledby="settings-notices">
      <h2 id="settings-notices">{t('settings.notices.title')}</h2>
      <Switch
        label={t('settings.notices.hideContent')}
        hint={t('settings.notices.hideContentHint')}
        isOn={hideContent}
        onChange={(isOn) => choose({ hideContent: isOn })}
      />
      <Switch
        label={t('settings.notices.quiet')}
        hint={t('settings.notices.quietHint')}
        isOn={quietHours !== null}
        onChange={(isOn) => choose({ quietHours: isOn ? USUAL_QUIET : null })}
      />
      {quietHours && <QuietTimes saved={quietHours} />}
      <Choice
        look="bar"
        label={t('settings.notices.still')}
        value={askStillHappening}
        options={(['after', 'before'] as const).map((value) => ({
          value,
          label: t(`settings.notices.stillWhen.${value}`),
        }))}
        onChange={(chosen) => choose({ askStillHappening: chosen })}
      />
    </section>
  );
}

/** Keeps both times here: the second may be changed before the first is saved. */
function QuietTimes({ saved }: { saved: QuietHours }) {
  const { t } = useTranslation();
  const [hours, setHours] = useState(saved);
  return (
    <div className="settings-times">
      {(['from', 'to'] as const).map((end) => (
        <TimeField
          key={end}
          label={t(`settings.notices.${end}`)}
          minutes={hours[end]}
          onChange={(minutes) => {
            const changed = { ...hours, [end]: minutes };
            setHours(changed);
            void choose({ quietHours: changed });
          }}
        />
      ))}
    </div>
  );
}

type TimeFieldProps = { label: string; minutes: number; onChange: (minutes: number) => void };

/** A time of day. What is half typed is nobody's wish yet, so only whole times are passed on. */
function TimeField({ label, minutes, onChange }: TimeFieldProps) {
  const [text, setText] = useState(() => clockText(minutes));
  return (
    <label className="settings-time">
      <span className="field-label">{label}</span>
      <input
        className="field-box"
        type="time"
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          const typed = minutesOf(target.value);
          if (typed !== null) onChange(typed);
        }}
        onBlur={() => setText(clockText(minutes))}
      />
    </label>
  );
}

function clockText(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function minutesOf(text: string): number | null {
  const [hours, minutes] = text.split(':').map(Number);
  return hours === undefined || minutes === undefined || text === '' ? null : hours * 60 + minutes;
}
