/** Everything that can go wrong and that a person can act on, by name. The words are in the locales. */
import { z } from 'zod';

export const ErrorCode = z.enum([
  /** The message did not fit the IPC map. */
  'invalid_request',
  'not_found',
  /** The ticket has moved on, so this can no longer be done to it. */
  'too_late',
  /** It is on its way at this moment, and nobody can say yet what becomes of it. */
  'being_sent',
  /** A text is missing or too long; `fields` says which. */
  'form_incomplete',
  'store_read_only',
  'store_full',
  'store_damaged',
  'store_newer',
  'store_in_use',
  'store_failed',
  'desk_address_invalid',
  'desk_address_insecure',
  'desk_missing',
  'desk_unreachable',
  /** This computer has no network at all. */
  'network_offline',
  'desk_unauthorized',
  'desk_not_a_desk',
  'desk_answer_unfit',
  'desk_unavailable',
  'desk_refused',
  /** What was asked for is said to be elsewhere: a network that wants somebody to sign in first, or a wrong address. */
  'desk_redirects',
  /** The certificate is not one that this computer trusts. */
  'desk_untrusted',
  /** A proxy lets nothing through, most often for want of a password. */
  'network_proxy',
  /** Its changes never come to an end. */
  'desk_goes_in_circles',
  /** It answers who it is, and says nothing when it is asked for its changes. */
  'desk_silent',
  /** Something between this computer and the desk refuses this one thing again and again. */
  'desk_blocked',
  /** It was written for another account than the one that is signed in. */
  'other_account',
  /** It is a colleague's ticket, shown to be read: only they can change it. */
  'colleagues_ticket',
  /** The desk has changed the same thing meanwhile. */
  'edit_conflict',
  /** The file is larger than the desk takes. */
  'attachment_too_large',
  /** What arrived is not what was announced, or what is kept is not what was put there. */
  'attachment_damaged',
  /** So much of a text was lost when the store was damaged that no desk could take it. */
  'words_damaged',
  'secrets_failed',
  'core_unavailable',
  'link_refused',
  /** The person was asked by the shell, and did not say yes. */
  'not_confirmed',
  /** Too much of this within a minute, or at once. */
  'too_often',
  /** So much that is not sent is kept already that no more is taken. */
  'too_much_kept',
  'unexpected',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

export const FieldProblem = z.enum([
  'missing',
  'too_long',
  'not_a_time',
  'in_future',
  'in_past',
  'too_far',
  'not_a_phone',
  'not_an_address',
  'too_many',
  /** The desk does not name this person among those for whom tickets may be filed. */
  'not_a_colleague',
]);
export type FieldProblem = z.infer<typeof FieldProblem>;

export const Failure = z.object({
  code: ErrorCode,
  /** Words of the desk or the operating system, shown as theirs. */
  detail: z.string().optional(),
  fields: z.record(z.string(), FieldProblem).optional(),
});
export type Failure = z.infer<typeof Failure>;

/** An error on its way to somebody who can act on it; `failure` is what crosses process borders. */
export class LifelineError extends Error {
  readonly failure: Failure;
  constructor(code: ErrorCode, extra: Omit<Failure, 'code'> = {}, options?: ErrorOptions) {
    super(extra.detail ? `${code}: ${extra.detail}` : code, options);
    this.name = 'LifelineError';
    this.failure = { code, ...extra };
  }
}

/** The failure in anything thrown; what nobody foresaw is `unexpected`, with its message. */
export function failureOf(error: unknown): Failure {
  if (error instanceof LifelineError) return error.failure;
  return { code: 'unexpected', detail: error instanceof Error ? error.message : String(error) };
}
