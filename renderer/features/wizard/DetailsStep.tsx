import { type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '#shared/contract.ts';
import type { Ticket, TicketForm } from '#shared/model.ts';
import { useUploadsOf } from '../../state/uploads.ts';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Field } from '../../ui/Field.tsx';
import { typeAtEnd } from '../../ui/undo.ts';
import { AttachButton } from '../attachments/AttachButton.tsx';
import { Attachments } from '../attachments/Attachments.tsx';
import { LanguageHint } from '../language/LanguageHint.tsx';
import type { Draft } from './draft.ts';
import { ForWhom } from './ForWhom.tsx';
import { OUTLINES } from './outlines.ts';
import { StepTitle } from './StepTitle.tsx';
import type { Problem } from './steps.ts';
import { useFaultWords, useLengthWords } from './words.ts';

/** What a specialist reads sentence by sentence. */
const WRITTEN = ['title', 'description', 'steps', 'expected', 'actual', 'tried'] as const;

type Box = RefObject<(HTMLInputElement & HTMLTextAreaElement) | null>;
type Part = { draft: Draft; problems: Problem[] };

/** What helps a specialist. Only the title and the description must be there. */
export function DetailsStep({ draft, problems, ticket }: Part & { ticket: Ticket }) {
  const { form, change } = draft;
  const { t } = useTranslation();
  const words = useLengthWords();
  const uploads = useUploadsOf(ticket.id);
  const box: Box = useRef(null);
  return (
    <>
      <StepTitle hint={t('wizard.details.hint')}>{t('wizard.details.title')}</StepTitle>
      <ForWhom draft={draft} problems={problems} isOthers={ticket.otherAccount} />
      <div data-field="title">
        <Field
          label={t('wizard.details.name')}
          value={form.title}
          onChange={(title) => change({ title })}
          {...words(form.title.trim(), LIMITS.title)}
        />
      </div>
      <div data-field="description">
        <Field
          label={t('wizard.details.description')}
          hint={t('wizard.details.descriptionHint')}
          value={form.description}
          onChange={(description) => change({ description })}
          rows={8}
          inputRef={box}
          {...words(form.description.trim(), LIMITS.longText)}
        />
        <Outline form={form} box={box} />
      </div>
      <LanguageHint text={WRITTEN.map((field) => form[field]).join('\n')} />
      <section className="wizard-files" aria-label={t('attach.list')}>
        <Attachments attachments={ticket.attachments} uploads={uploads} />
        <div className="wizard-attach">
          <AttachButton ticketId={ticket.id} kind="plain" />
          <span className="soft small">{t('attach.hint')}</span>
        </div>
      </section>
      <Since draft={draft} problems={problems} />
      <More draft={draft} problems={problems} />
    </>
  );
}

/** Fills an empty description with what to write about, and hangs on to what is there. */
function Outline({ form, box }: Pick<Draft, 'form'> & { box: Box }) {
  const { t } = useTranslation();
  const { kind } = form.facts;
  if (kind === null || form.description.includes(OUTLINES[kind].trim())) return null;
  const gap = form.description.trim() === '' ? '' : '\n\n';
  return (
    <Button
      kind="link"
      onPress={() => {
        if (box.current) typeAtEnd(box.current, `${gap}${OUTLINES[kind]}`);
      }}
    >
      {t('wizard.details.outline')}
    </Button>
  );
}

function Since({ draft: { form, change }, problems }: Part) {
  const { t } = useTranslation();
  const words = useLengthWords();
  const fault = useFaultWords(problems);
  return (
    <div className="wizard-pair">
      <div data-field="sinceAt">
        <Field
          label={t('wizard.details.sinceAt')}
          aside={t('wizard.optional')}
          value={form.sinceAt}
          onChange={(sinceAt) => change({ sinceAt })}
          type="datetime-local"
          error={fault('sinceAt')}
        />
      </div>
      <div data-field="since">
        <Field
          label={t('wizard.details.since')}
          aside={t('wizard.optional')}
          value={form.since}
          onChange={(since) => change({ since })}
          placeholder={t('wizard.details.sincePlaceholder')}
          {...words(form.since, LIMITS.shortText)}
        />
      </div>
    </div>
  );
}

const MORE = ['users', 'hit', 'steps', 'expected', 'actual', 'tried', 'errorId', 'link'] as const;
const LONG = new Set<string>(['steps', 'expected', 'actual', 'tried']);

function hasMore(form: TicketForm): boolean {
  return [...MORE, 'cc' as const, 'phone' as const].some((field) => form[field] !== '');
}

function More({ draft: { form, change }, problems }: Part) {
  const { t } = useTranslation();
  const words = useLengthWords();
  const fault = useFaultWords(problems);
  return (
    <Disclosure title={t('wizard.details.more')} isOpenAtFirst={hasMore(form)}>
      <div className="wizard-more">
        {MORE.map((field) => (
          <div key={field} data-field={field}>
            <Field
              label={t(`wizard.details.${field}`)}
              value={form[field]}
              onChange={(text) => change({ [field]: text })}
              {...(LONG.has(field) && { rows: 2 })}
              {...words(form[field], LIMITS.shortText)}
            />
          </div>
        ))}
        <div data-field="cc">
          <Field
            label={t('wizard.details.cc')}
            hint={t('wizard.details.ccHint')}
            value={form.cc}
            onChange={(cc) => change({ cc })}
            dir="ltr"
            error={fault('cc')}
          />
        </div>
        {form.channel !== 'phone' && (
          <div data-field="phone">
            <Field
              label={t('wizard.details.phone')}
              value={form.phone}
              onChange={(phone) => change({ phone })}
              type="tel"
              autoComplete="tel"
              dir="ltr"
              error={fault('phone')}
            />
          </div>
        )}
      </div>
    </Disclosure>
  );
}
