/** What it means that a question found no answer: nobody there, or something in the way that a person can do something about. */
import type { ErrorCode } from '#shared/errors.ts';
import { TooMuch } from '#shared/received-json.ts';
import { type DeskAnswer, unfit } from './port.ts';
import type { Clean } from './secret.ts';

/** An answer that is larger than any fitting one. */
export class TooLarge extends TooMuch {
  constructor(bytes: number) {
    super(`more than ${bytes} bytes in one answer`);
  }
}

/** A header that cannot travel; its value may be a secret, so only its name is told. */
export class Unsendable extends Error {
  readonly header: string;
  constructor(header: string) {
    super(`${header} holds what no header can carry`);
    this.header = header;
  }
}

const NO_DESK: ReadonlySet<ErrorCode> = new Set(['desk_not_a_desk', 'desk_redirects', 'network_proxy']);

/** True when something in between has answered in the desk's place. */
export const isFromBetween = (answer: DeskAnswer<unknown>): boolean =>
  answer.kind === 'blocked' || ('failure' in answer && NO_DESK.has(answer.failure.code));

/** Errors that come before a connection stands, from Node and from Chromium's network stack. */
const NEVER_LEFT =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_CONNECTION_REFUSED|ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED|ERR_ADDRESS_UNREACHABLE|ERR_PROXY_CONNECTION_FAILED/;

/**
 * What stands in the way, by the names that errors have in Chromium (`net/base/net_error_list.h`), in Electron's `net`
 * (`lib/common/api/net-client-request.ts`), and in Node and OpenSSL (`X509_V_ERR_…`, "Certificate error codes" of Node's
 * `tls`). A tunnel that a proxy does not open is `ERR_TUNNEL_CONNECTION_FAILED` when nobody gives it the password.
 */
const IN_THE_WAY: { names: RegExp; code: ErrorCode; neverLeft: boolean }[] = [
  {
    // Said of the computer itself. A name that is not found may also be a wrong address.
    names: /ERR_INTERNET_DISCONNECTED|ENETUNREACH|ENETDOWN/,
    code: 'network_offline',
    neverLeft: true,
  },
  {
    // Attempted to redirect: Electron; unexpected redirect: Node.
    names:
      /Attempted to redirect|Redirect was cancelled|unexpected redirect|ERR_TOO_MANY_REDIRECTS|ERR_UNSAFE_REDIRECT/,
    code: 'desk_redirects',
    neverLeft: false,
  },
  {
    names:
      /ERR_TUNNEL_CONNECTION_FAILED|ERR_PROXY_AUTH_\w+|ERR_(MISSING|UNSUPPORTED)_AUTH\w*|Proxy response \(\d+\)/,
    code: 'network_proxy',
    neverLeft: true,
  },
  {
    names:
      /ERR_CERT(IFICATE)?_\w+|ERR_PROXY_CERTIFICATE_INVALID|ERR_TLS_CERT_\w+|SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET|DECRYPT|DECODE)_\w+|\bCERT_\w+|\bINVALID_(CA|PURPOSE)\b|\bHOSTNAME_MISMATCH\b|PATH_LENGTH_EXCEEDED/,
    code: 'desk_untrusted',
    neverLeft: true,
  },
  {
    // May also come on a connection that has carried something.
    names: /ERR_SSL_\w+|ERR_BAD_SSL_\w+|\bEPROTO\b/,
    code: 'desk_untrusted',
    neverLeft: false,
  },
];

/** Reads what `fetch` threw; what it quotes of the token is taken out. */
export function noAnswer(error: unknown, clean: Clean): DeskAnswer<never> {
  if (error instanceof TooMuch) return unfit(error.message);
  if (error instanceof Unsendable && error.header === 'authorization') {
    return { kind: 'unauthorized', failure: { code: 'desk_unauthorized' }, isDesks: false };
  }
  if (error instanceof Unsendable) return unfit(error.message);
  const chain = causes(error);
  const words = chain.map(textOf).join(': ');
  const shown = chain.filter(saysSomething).map(textOf).join(': ');
  const found = IN_THE_WAY.find(({ names }) => names.test(words));
  return {
    kind: 'unreachable',
    failure: { code: found?.code ?? 'desk_unreachable', ...(shown !== '' && { detail: clean(shown) }) },
    neverLeft: found?.neverLeft ?? NEVER_LEFT.test(words),
  };
}

/** What was thrown, and what that came from. */
const causes = (error: unknown): unknown[] =>
  error instanceof Error && error.cause !== undefined ? [error, ...causes(error.cause)] : [error];

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  return code === null ? error.message : `${code}: ${error.message}`;
}

const codeOf = (error: Error): string | null =>
  'code' in error && typeof error.code === 'string' ? error.code : null;

/** What Node's fetch says of its own inner workings tells nobody what to do; what it stumbled over may. */
const saysSomething = (error: unknown): boolean =>
  !(error instanceof Error) || (error.message !== 'fetch failed' && !codeOf(error)?.startsWith('UND_ERR_'));
