import { useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { LIMITS, type Rating } from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import type { Ticket } from '#shared/model.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Field } from '../../ui/Field.tsx';
import { lengthWords } from '../../ui/length.ts';
import { useTimes } from '../../ui/time.ts';
import { changeTicket } from './edit.ts';

const SCORES = ['good', 'fair', 'poor'] as const satisfies Rating['score'][];

/** At the end of a ticket that is over: how good the help was, in one press and as many words as somebody likes. */
export function Rate({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const times = useTimes();
  const said = ticket.edit?.rating ?? ticket.rating;
  const [comment, setComment] = useState(said?.comment ?? '');
  const [failure, setFailure] = useState<Failure | null>(null);
  const place = useRef<HTMLFormElement>(null);
  const [picked, setPicked] = useState<Rating['score'] | null>(null);
  const score = picked ?? said?.score ?? null;
  /** An arrow key goes through the scores on the way to the one that is meant: that is no press. */
  const isPassing = useRef(false);
  const seen = useRef(score);
  // What a press brings to light must be in sight.
  useEffect(() => {
    if (seen.current === score) return;
    seen.current = score;
    place.current?.scrollIntoView({ block: 'nearest' });
  }, [score]);
  const length = lengthWords(t, times.count, comment, LIMITS.shortText);
  const rate = async (chosen: Rating['score'], words: string) => {
    if (length.error !== undefined) return;
    const failed = await changeTicket(ticket.id, { rating: { score: chosen, comment: words.trim() } });
    setFailure(failed);
    if (failed === null) setPicked(null);
  };
  return (
    <Form
      ref={place}
      className="rate"
      aria-label={t('rating.title')}
      onSubmit={(event) => {
        event.preventDefault();
        if (score !== null) void rate(score, comment);
      }}
    >
      <div
        onKeyDownCapture={({ key }) => {
          isPassing.current = key.startsWith('Arrow');
        }}
        onPointerDownCapture={() => {
          isPassing.current = false;
        }}
      >
        <Choice
          look="bar"
          label={t('rating.title')}
          value={score}
          options={SCORES.map((value) => ({ value, label: t(`rating.score.${value}`) }))}
          onChange={(chosen) => {
            setPicked(chosen);
            if (!isPassing.current) void rate(chosen, comment);
          }}
        />
      </div>
      {score !== null && (
        <>
          <Field
            label={t('rating.comment')}
            aside={t('rating.optional')}
            value={comment}
            onChange={setComment}
            rows={2}
            error={length.error}
            note={length.note}
          />
          <div className="rate-foot">
            <Button type="submit" isDisabled={score === said?.score && comment.trim() === said.comment}>
              {t('rating.send')}
            </Button>
            <p className="soft small" role="status">
              {said === null ? '' : t(ticket.edit?.rating ? 'rating.waits' : 'rating.there')}
            </p>
          </div>
        </>
      )}
      {failure && (
        <p className="field-error" role="alert">
          {t(`errors.${failure.code}`)}
        </p>
      )}
    </Form>
  );
}
