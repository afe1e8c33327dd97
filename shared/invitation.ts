/**
 * An invitation to a desk, as a vendor sends it: `lifeline://invite?desk=https://…&token=…`. It is pasted as text and
 * read strictly, because a link that somebody else has made may lead anywhere. Pure.
 */
import { z } from 'zod';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

export type InvitationProblem = 'not_an_invitation' | 'incomplete' | 'bad_address' | 'insecure';
export type Invitation = { url: string; token: string };

/** An address that a token may travel to. Its problem is the issue's message. */
const DeskUrl = z
  .string()
  .max(2048)
  .transform((text, context) => {
    const url = URL.parse(text);
    const isWeb = url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
    const problem: InvitationProblem | null =
      !isWeb || url.username + url.password + url.search + url.hash !== '' || /\s/.test(text)
        ? 'bad_address'
        : url.protocol === 'http:' && !LOOPBACK.has(url.hostname)
          ? 'insecure'
          : null;
    if (problem === null && url !== null) return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
    context.addIssue(problem ?? 'bad_address');
    return z.NEVER;
  });

/** Printable and without spaces, as every header that carries it must be. */
const Token = z
  .string()
  .max(4096)
  .regex(/^[\x21-\x7e]+$/);

/** Exactly these two, each once. */
const Parts = z.strictObject({ desk: z.tuple([z.string().min(1)]), token: z.tuple([Token]) });

/** True for what means to be an invitation, so that it is not taken for an address. */
export function looksLikeInvitation(text: string): boolean {
  return /^\s*lifeline:/i.test(text);
}

export function readInvitation(
  text: string,
): { ok: true; invitation: Invitation } | { ok: false; problem: InvitationProblem } {
  const fail = (problem: InvitationProblem) => ({ ok: false, problem }) as const;
  const trimmed = text.trim();
  const query = /^lifeline:\/\/invite\/?\?([^#\s]*)$/i.exec(trimmed)?.[1];
  if (query === undefined || trimmed.length > 8192) return fail('not_an_invitation');
  const params = new URLSearchParams(query);
  const parts = Parts.safeParse(
    Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)])),
  );
  if (!parts.success) return fail('incomplete');
  const url = DeskUrl.safeParse(parts.data.desk[0]);
  if (!url.success) return fail(url.error.issues[0]?.message === 'insecure' ? 'insecure' : 'bad_address');
  return { ok: true, invitation: { url: url.data, token: parts.data.token[0] } };
}
