import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../state/settings.ts';
import type { Draft } from './draft.ts';
import type { Problem } from './steps.ts';
import { useFaultWords } from './words.ts';

/**
 * Whose ticket it is to be: the person's own, or that of a colleague whom the desk lets them file for. Where it names
 * nobody, nothing is asked.
 */
export function ForWhom({
  draft: { form, change },
  problems,
  isOthers,
}: {
  draft: Draft;
  problems: Problem[];
  /** True while the draft belongs to another account: whom that one may write for, nobody knows here. */
  isOthers: boolean;
}) {
  const { t } = useTranslation();
  const id = useId();
  const colleagues = useSettings((state) => state.account?.colleagues) ?? [];
  const error = useFaultWords(problems)('onBehalfOf');
  const chosen = form.onBehalfOf;
  if (colleagues.length === 0 && chosen === null) return null;
  const isNamed = chosen === null || colleagues.some((one) => one.id === chosen.id);
  const byName = [...colleagues].sort((a, b) => a.name.localeCompare(b.name));
  return (
    <div className="field" data-field="onBehalfOf">
      <label className="field-label" htmlFor={id}>
        {t('people.field.label')}
      </label>
      <p id={`${id}-hint`} className="field-hint">
        {t('people.field.hint')}
      </p>
      <select
        id={id}
        className="field-box field-select"
        value={chosen?.id ?? ''}
        disabled={isOthers}
        aria-describedby={error === undefined ? `${id}-hint` : `${id}-hint ${id}-error`}
        aria-invalid={error !== undefined}
        onChange={({ target }) =>
          change({ onBehalfOf: byName.find((one) => one.id === target.value) ?? null })
        }
      >
        <option value="">{t('people.field.myself')}</option>
        {chosen !== null && !isNamed && (
          <option value={chosen.id}>
            {isOthers ? chosen.name : t('people.field.notNamed', { name: chosen.name })}
          </option>
        )}
        {byName.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
      {error !== undefined && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
    </div>
  );
}
