import { useTranslation } from 'react-i18next';
import { factsOf, type TicketForm } from '#shared/model.ts';
import { judgeSoFar } from '#shared/severity/judge.ts';
import { OUR_EXAMPLES, VENDORS_EXAMPLES } from '#shared/severity/table.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';

/** The nearest example on either side of the line, so that a person sees on which side they stand; and all there are. */
export function Examples({ form }: { form: TicketForm }) {
  const { t } = useTranslation();
  const { nearest, level: here } = judgeSoFar(factsOf(form));
  const mark = (severity: typeof here) => (here === severity ? 'example example-here' : 'example');
  return (
    <section className="examples" aria-label={t('wizard.examples.title')}>
      {nearest !== null && (
        <div className="examples-pair">
          <div className={mark('business_critical')}>
            <h2>{t('wizard.examples.critical')}</h2>
            <p>{t(`example.${nearest.business_critical}`)}</p>
            {here === 'business_critical' && <p className="example-you">{t('wizard.examples.you')}</p>}
          </div>
          <div className={mark('standard')}>
            <h2>{t('wizard.examples.standard')}</h2>
            <p>{t(`example.${nearest.standard}`)}</p>
            {here === 'standard' && <p className="example-you">{t('wizard.examples.you')}</p>}
          </div>
        </div>
      )}
      <Disclosure title={t('wizard.examples.all')}>
        <div className="examples-pair">
          <div>
            <h2>{t('severity.business_critical')}</h2>
            <p className="soft">{t('wizard.examples.criticalLead')}</p>
            <ul className="examples-list">
              {VENDORS_EXAMPLES.business_critical.map((example) => (
                <li key={example}>{t(`example.${example}`)}</li>
              ))}
            </ul>
            <p className="soft small">{t('wizard.examples.ours')}</p>
            <ul className="examples-list">
              {OUR_EXAMPLES.business_critical.map((example) => (
                <li key={example}>{t(`example.${example}`)}</li>
              ))}
            </ul>
          </div>
          <div>
            <h2>{t('severity.standard')}</h2>
            <p className="soft">{t('wizard.examples.standardLead')}</p>
            <ul className="examples-list">
              {VENDORS_EXAMPLES.standard.map((example) => (
                <li key={example}>{t(`example.${example}`)}</li>
              ))}
            </ul>
            <p className="soft small">{t('wizard.examples.ours')}</p>
            <ul className="examples-list">
              {OUR_EXAMPLES.standard.map((example) => (
                <li key={example}>{t(`example.${example}`)}</li>
              ))}
            </ul>
          </div>
        </div>
      </Disclosure>
    </section>
  );
}
