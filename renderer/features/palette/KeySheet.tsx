import './key-sheet.css';
import { Dialog, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { capsOf, KEY_AREAS, KEY_NAMES, KEY_TABLE, type KeyName, keysOf } from '../../ui/key-table.ts';
import { KeyCaps } from '../../ui/keys.tsx';
import { Over } from './Over.tsx';
import { hideShown } from './shown.ts';

/** Every key, by where it works. */
export function KeySheet() {
  const { t } = useTranslation();
  return (
    <Over what="keys" className="key-sheet-modal">
      <Dialog className="key-sheet">
        <header className="key-sheet-head">
          <div>
            <Heading slot="title" className="key-sheet-title">
              {t('palette.keys.title')}
            </Heading>
            <p className="soft">{t('palette.keys.intro')}</p>
          </div>
          <Button kind="quiet" icon="close" aria-label={t('palette.keys.close')} onPress={hideShown}>
            {null}
          </Button>
        </header>
        <div className="key-sheet-areas">
          {KEY_AREAS.map((area) => (
            <section key={area} className="key-sheet-area" aria-label={t(`palette.keys.area.${area}`)}>
              <h3>{t(`palette.keys.area.${area}`)}</h3>
              <dl>
                {KEY_NAMES.filter((name) => KEY_TABLE[name].area === area).map((name) => (
                  <KeyLine key={name} name={name} />
                ))}
              </dl>
            </section>
          ))}
        </div>
      </Dialog>
    </Over>
  );
}

function KeyLine({ name }: { name: KeyName }) {
  const { t } = useTranslation();
  return (
    <div>
      <dt>{t(`palette.do.${name}`)}</dt>
      <dd>
        {keysOf(name).map((keys, index) => (
          <span key={capsOf(keys).join()} className="key-sheet-way">
            {index > 0 && <span className="soft small">{t('palette.keys.or')}</span>}
            <KeyCaps keys={keys} />
          </span>
        ))}
      </dd>
    </div>
  );
}
