/** Fronts before a desk that spoil what goes through them, to plant faults with. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Fetch } from '../check/ask.ts';
import { testIds } from '../deskClient.ts';

/** A front passes questions on to the desk; `token` is the one that the desk knows. */
type Front = (pass: Fetch, token: string) => Fetch;
export type Planted = { fault: string; fails: string; front: Front };

const Named = z.record(z.string(), z.unknown());
type Fields = z.infer<typeof Named>;
export const fields = (value: unknown): Fields => Named.safeParse(value).data ?? {};

export const TICKET = /^\/v1\/tickets\/[^/]+$/;
export const MESSAGE = /^\/v1\/tickets\/[^/]+\/messages\/[^/]+$/;
export const FILE = /^\/v1\/tickets\/[^/]+\/attachments\/[^/]+$/;
export const CONTENT = /\/content$/;
export const CHAT = /\/chat$/;
export const UPLOAD = /^\/v1\/uploads\/.+$/;
export const newId = testIds(77).ticket;
export const ELSEWHERE = '0195d9e2-6f00-7c41-9a3e-5b8d2c7f1a60';

export const pathOf = (request: Request): string => new URL(request.url).pathname;
export const keyOf = (request: Request): string => request.headers.get('idempotency-key') ?? '';
export const isOn = (request: Request, method: string, path: RegExp): boolean =>
  request.method === method && path.test(pathOf(request));
export const queryOf = (request: Request) => new URL(request.url).searchParams;

/** The same answer with something else in it. */
export function remade(
  response: Response,
  other: { status?: number; headers?: Record<string, string | null>; body?: BodyInit | null },
): Response {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  for (const [name, value] of Object.entries(other.headers ?? {})) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const body = other.body === undefined ? response.body : other.body;
  return new Response(body, { status: other.status ?? response.status, headers });
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers: { date: new Date().toUTCString(), ...headers } });
export const problem = (status: number, code: string): Response =>
  json(status, { code, title: 'A planted fault.' }, { 'content-type': 'application/problem+json' });

/** The same question with something else in it. */
export async function reasked(
  request: Request,
  other: { path?: string; headers?: Record<string, string> },
): Promise<Request> {
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(other.headers ?? {})) headers.set(name, value);
  const body = ['GET', 'HEAD'].includes(request.method) ? null : await request.arrayBuffer();
  const url = other.path === undefined ? request.url : new URL(other.path, request.url);
  return new Request(url, { method: request.method, headers, body, redirect: 'manual' });
}

/** Spoils the answers to some questions. */
export const answers =
  (
    method: string,
    path: RegExp,
    spoil: (response: Response, request: Request) => Promise<Response> | Response,
  ): Front =>
  (pass) =>
  async (request) => {
    const response = await pass(request);
    return isOn(request, method, path) ? spoil(response, request) : response;
  };

/** Spoils the JSON of answers that are 2xx. */
export const bodies = (
  method: string,
  path: RegExp,
  change: (body: Fields, request: Request) => Fields,
): Front =>
  answers(method, path, async (response, request) =>
    response.ok
      ? remade(response, { body: JSON.stringify(change(fields(await response.json()), request)) })
      : response,
  );

/** Answers some questions itself; undefined passes the question on. */
export const instead =
  (make: (request: Request, pass: Fetch) => Possibly): Front =>
  (pass) =>
  async (request) =>
    (await make(request, pass)) ?? pass(request);

/** Turns one status into an answer of another. */
export const status = (method: string, path: RegExp, from: number, to: () => Response): Front =>
  answers(method, path, (response) => (response.status === from ? to() : response));

/** Spoils the changes of a page. */
export const pages = (change: (changes: Fields[], request: Request) => Fields[]): Front =>
  bodies('GET', /^\/v1\/changes$/, (page, request) => ({
    ...page,
    changes: change(z.array(Named).parse(page.changes), request),
  }));

type Possibly = Promise<Response | undefined> | Response | undefined;
/** What was written to a path first; without an answer as long as there is none. */
type First = { key: string; body: string; answer?: Response };

/** Treats a second write to a path in its own way; undefined passes it on. */
export const seconds =
  (
    path: RegExp,
    method: string,
    second: (now: { request: Request; body: string; key: string }, first: First, pass: Fetch) => Possibly,
  ): Front =>
  (pass) => {
    const known = new Map<string, First>();
    return async (request) => {
      if (!isOn(request, method, path)) return pass(request);
      const now = { request: request.clone(), body: await request.clone().text(), key: keyOf(request) };
      const before = known.get(pathOf(request));
      if (before !== undefined) return (await second(now, before, pass)) ?? pass(request);
      const first: First = { key: now.key, body: now.body };
      known.set(pathOf(request), first);
      const answer = await pass(request);
      first.answer = answer.clone();
      return answer;
    };
  };

/** The same JSON, in whatever order. */
export const equal = (one: string, other: string) => isDeepStrictEqual(JSON.parse(one), JSON.parse(other));

/** The first look-up of each path finds nothing. */
export const lateLookUp =
  (path: RegExp): Front =>
  (pass) => {
    const seen = new Set<string>();
    return async (request) => {
      if (!isOn(request, 'GET', path) || seen.has(pathOf(request))) return pass(request);
      seen.add(pathOf(request));
      return problem(404, 'not_found');
    };
  };

/** Changes the text of the stream. */
export const streams = (change: (text: string) => string, headers: Record<string, string> = {}): Front =>
  answers('GET', /^\/v1\/stream$/, (response) => {
    const spoilt = response.body?.pipeThrough(new TextDecoderStream()).pipeThrough(
      new TransformStream<string, string>({
        transform(text, controller) {
          const left = change(text);
          if (left !== '') controller.enqueue(left);
        },
      }),
    );
    return remade(response, { headers, body: spoilt?.pipeThrough(new TextEncoderStream()) ?? null });
  });
