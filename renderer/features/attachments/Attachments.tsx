import './attachments.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import type { Attachment } from '#shared/model.ts';
import { isPicture } from '#shared/pictures.ts';
import { isLostFile } from '../../state/absence.ts';
import { useConnection } from '../../state/connection.ts';
import { ask } from '../../state/lifeline.ts';
import { announce } from '../../state/notices.ts';
import { useSettings } from '../../state/settings.ts';
import { takeBackWords } from '../../state/take-back.ts';
import { readTicket } from '../../state/ticket.ts';
import { dismissUpload, type Upload } from '../../state/uploads.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { lengthWords } from '../../ui/length.ts';
import { Progress } from '../../ui/Progress.tsx';
import { langOf } from '../../ui/text-language.ts';
import { useTimes } from '../../ui/time.ts';
import { attachAgain } from './attaching.ts';
import { Picture } from './Picture.tsx';

const NONE: Upload[] = [];

type Props = {
  attachments: readonly Attachment[];
  uploads?: readonly Upload[];
  /** Sends once more what the desk has lost of these; absent where that is not possible. */
  onSendAgain?: (() => void) | null;
};

/** The files of a message or ticket, and those that are still being copied. */
export function Attachments({ attachments, uploads = NONE, onSendAgain = null }: Props) {
  const { t } = useTranslation();
  if (attachments.length === 0 && uploads.length === 0) return null;
  return (
    <ul className="files" aria-label={t('attach.list')}>
      {attachments.map((attachment) => (
        <AttachmentRow key={attachment.id} attachment={attachment} onSendAgain={onSendAgain} />
      ))}
      {uploads.map((upload) => (
        <UploadRow key={upload.key} upload={upload} />
      ))}
    </ul>
  );
}

/** Says where a file is on its way. The desk's own files need no words. */
export function useFileState() {
  const { t } = useTranslation();
  const { percent } = useTimes();
  return ({ author, delivery, sentBytes, size, missingSince }: Attachment): string | null => {
    switch (delivery) {
      case 'attached':
      case 'queued':
      case 'refused':
        return t(`attach.state.${delivery}`);
      case 'sending':
        return t('attach.state.sending', { part: percent(size === 0 ? 0 : sentBytes / size) });
      case 'received':
        if (missingSince !== null) return t('absence.message');
        return author === 'self' ? t('attach.state.received') : null;
    }
  };
}

type RowProps = { attachment: Attachment; onSendAgain: (() => void) | null };

function AttachmentRow({ attachment, onSendAgain }: RowProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const state = useFileState()(attachment);
  const [isOpening, setOpening] = useState(false);
  const [wasRevealed, setRevealed] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const [failure, setFailure] = useState<(Failure & { during: 'open' | 'remove' }) | null>(null);
  const { id, name, delivery, deleted } = attachment;
  const operation = useConnection((all) => all.operations.find(({ attachmentId }) => attachmentId === id));
  const isBlocked = operation?.problem?.code === 'desk_blocked';

  if (deleted) {
    const at = times.messageMoment(deleted.at, Date.now());
    return (
      <li className="file">
        <Icon name="file" />
        <span className="file-gone">
          <s dir="auto">{name}</s>{' '}
          <span className="soft small">{t('attach.deleted', { by: deleted.by, at })}</span>
        </span>
      </li>
    );
  }

  const open = async () => {
    setOpening(true);
    const answer = await ask('attachment.open', { id });
    setOpening(false);
    setFailure(answer.ok ? null : { ...answer.failure, during: 'open' });
    const isRevealed = answer.ok && answer.value.how === 'revealed';
    setRevealed(isRevealed);
    if (isRevealed) announce(t('attach.revealed'));
  };
  const remove = async () => {
    setFailure(null);
    // What may have arrived is asked for at the desk first.
    setRemoving(operation?.isUntouched === false);
    const answer = await ask('attachment.remove', { id });
    setRemoving(false);
    if (!answer.ok) {
      setFailure({ ...answer.failure, during: 'remove' });
      return;
    }
    announce(t('attach.removed', { name }));
    await readTicket();
  };
  const isOurs = delivery === 'attached' || delivery === 'queued' || delivery === 'refused';

  return (
    <li className={`file file-${delivery}`} data-testid="attachment">
      {isPicture(attachment) && <Picture attachment={attachment} onPress={() => void open()} />}
      {!isPicture(attachment) && <Icon name="file" />}
      <div className="file-words">
        <Button kind="link" className="file-name" onPress={open} isBusy={isOpening}>
          <span className="unseen">{t('attach.open')} </span>
          <span dir="auto">{name}</span>
        </Button>
        <span className="soft small">
          {times.size(attachment.size)}
          {state && ' · '}
          {state && <span className="file-state">{state}</span>}
          {isOpening && ` · ${t('attach.opening')}`}
        </span>
        {isPicture(attachment) && delivery === 'attached' && <Shows attachment={attachment} />}
        {attachment.description && delivery !== 'attached' && (
          <span className="small" dir="auto" {...langOf(attachment.description)}>
            {attachment.description}
          </span>
        )}
        {delivery === 'sending' && <Progress label={name} done={attachment.sentBytes} of={attachment.size} />}
        {attachment.problem && (
          <span className="small file-problem" dir="auto">
            {t(isBlocked ? 'blocked.answered' : 'ticket.deskSays')}: {attachment.problem}
          </span>
        )}
        {wasRevealed && <span className="small file-note">{t('attach.revealed')}</span>}
        {onSendAgain && isLostFile(attachment) && (
          <Button kind="link" onPress={onSendAgain}>
            {t('absence.sendAgain')} <span className="unseen">{name}</span>
          </Button>
        )}
        {isRemoving && <span className="small file-note">{t('takeBack.asking')}</span>}
        {failure && (
          <span className="small file-problem" role="alert">
            {failure.during === 'remove' ? takeBackWords(failure) : t(`errors.${failure.code}`)}
          </span>
        )}
      </div>
      {isOurs && (
        <Button
          kind="quiet"
          icon="close"
          className="file-button"
          aria-label={t('attach.remove', { name })}
          onPress={remove}
        >
          {null}
        </Button>
      )}
    </li>
  );
}

/** Asks what a picture shows. Nothing waits for the answer, and every key is kept. */
function Shows({ attachment: { id, name, description } }: { attachment: Attachment }) {
  const { t } = useTranslation();
  const times = useTimes();
  const [text, setText] = useState(description);
  const length = lengthWords(t, times.count, text, LIMITS.pictureText);
  return (
    <Field
      label={t('attach.shows', { name })}
      aside={t('wizard.optional')}
      hint={t('attach.showsHint')}
      value={text}
      onChange={(words) => {
        setText(words);
        if (words.length <= LIMITS.pictureText) void ask('attachment.describe', { id, description: words });
      }}
      {...length}
    />
  );
}

/** Why a file could not be copied, with the figure where there is one. */
function useCopyProblem() {
  const { t } = useTranslation();
  const times = useTimes();
  const limit = useSettings((state) => state.account?.largestAttachmentBytes ?? null);
  return (failure: Failure | null): string => {
    if (failure === null) return t('attach.unreadable');
    if (failure.code === 'attachment_too_large' && limit !== null)
      return t('attach.tooLarge', { limit: times.size(limit) });
    return t(`errors.${failure.code}`);
  };
}

function UploadRow({ upload }: { upload: Upload }) {
  const { t } = useTranslation();
  const times = useTimes();
  const problem = useCopyProblem();
  const { key, file, copied, state } = upload;
  const isFailed = state.kind === 'failed';
  return (
    <li className={`file ${isFailed ? 'file-refused' : ''}`} data-testid="upload">
      <Icon name="file" />
      <div className="file-words">
        <span className="file-name" dir="auto">
          {file.name}
        </span>
        <span className="soft small">
          {times.size(file.size)}
          {!isFailed && ` · ${t('attach.copying')}`}
        </span>
        {isFailed ? (
          <span className="small file-problem" role="alert">
            {t('attach.failed')} {problem(state.failure)}
          </span>
        ) : (
          <Progress label={file.name} done={copied} of={file.size} />
        )}
      </div>
      {isFailed && (
        <Button
          kind="quiet"
          icon="again"
          className="file-button"
          aria-label={t('attach.again', { name: file.name })}
          onPress={() => attachAgain(key)}
        >
          {null}
        </Button>
      )}
      <Button
        kind="quiet"
        icon="close"
        className="file-button"
        aria-label={t(isFailed ? 'attach.dismiss' : 'attach.cancel', { name: file.name })}
        onPress={() => dismissUpload(key)}
      >
        {null}
      </Button>
    </li>
  );
}
