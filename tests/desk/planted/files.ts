/** Faults in files. */
import { PATHS } from '#shared/contract.ts';
import {
  answers,
  bodies,
  CONTENT,
  FILE,
  instead,
  isOn,
  type Planted,
  problem,
  reasked,
  remade,
  status,
  UPLOAD,
} from './front.ts';

const announcedId = (request: Request): string =>
  /attachmentId ([^,]+)/.exec(request.headers.get('upload-metadata') ?? '')?.[1] ?? '';
const announcedSum = (request: Request): string =>
  /sha256 ([^,]+)/.exec(request.headers.get('upload-metadata') ?? '')?.[1] ?? '';
const begun = (path: string) =>
  new Response(null, {
    status: 201,
    headers: {
      location: `${PATHS.uploads}/${path}`,
      'tus-resumable': '1.0.0',
      date: new Date().toUTCString(),
    },
  });
const isBegin = (request: Request) => isOn(request, 'POST', /^\/v1\/uploads$/);

export const FILE_FAULTS: readonly Planted[] = [
  {
    fault: 'an upload goes to another address',
    fails: 'file.begun',
    front: answers('POST', /^\/v1\/uploads$/, (response) =>
      response.ok ? remade(response, { headers: { location: 'https://files.example/1' } }) : response,
    ),
  },
  {
    fault: 'the offset of an upload is one too many',
    fails: 'file.offset',
    front: answers('HEAD', UPLOAD, (response) => {
      const offset = Number(response.headers.get('upload-offset')) + 1;
      return response.ok ? remade(response, { headers: { 'upload-offset': String(offset) } }) : response;
    }),
  },
  {
    fault: 'bytes are taken at any offset',
    fails: 'file.otherOffset',
    front: status('PATCH', UPLOAD, 409, () => new Response(null, { status: 204 })),
  },
  {
    fault: 'the name of a file loses its letters',
    fails: 'file.made',
    front: bodies('GET', FILE, (file) => ({ ...file, name: 'file' })),
  },
  {
    fault: 'a picture is said to show something else',
    fails: 'file.description',
    front: bodies('GET', FILE, (file) => ({ ...file, description: 'a picture' })),
  },
  {
    fault: 'line ends of a file are changed',
    fails: 'file.content',
    front: answers('GET', CONTENT, async (response) =>
      response.status === 200
        ? remade(response, { body: (await response.text()).replaceAll('\r\n', '\n') })
        : response,
    ),
  },
  {
    fault: 'a file is given as a page',
    fails: 'file.harmless',
    front: answers('GET', CONTENT, (response) =>
      response.status === 200 ? remade(response, { headers: { 'content-type': 'text/html' } }) : response,
    ),
  },
  {
    fault: 'a part of a file is another part',
    fails: 'file.part',
    front: (pass) => async (request) =>
      isOn(request, 'GET', CONTENT) && request.headers.has('range')
        ? pass(await reasked(request, { headers: { range: 'bytes=3-6' } }))
        : pass(request),
  },
  {
    fault: 'a file that is sent again is refused',
    fails: 'file.again',
    front: (pass) => {
      const known = new Set<string>();
      return async (request) => {
        if (!isBegin(request)) return pass(request);
        if (known.has(announcedId(request))) return problem(422, 'conflict');
        known.add(announcedId(request));
        return pass(request);
      };
    },
  },
  {
    fault: 'other content under the id of a file is accepted',
    fails: 'file.otherContent',
    front: (pass) => {
      const known = new Map<string, string>();
      return async (request) => {
        if (isOn(request, 'PATCH', /other-content$/)) return new Response(null, { status: 204 });
        if (!isBegin(request)) return pass(request);
        const sum = known.get(announcedId(request)) ?? announcedSum(request);
        known.set(announcedId(request), sum);
        return sum === announcedSum(request) ? pass(request) : begun('other-content');
      };
    },
  },
  {
    fault: 'the SHA-256 of a file is not compared',
    fails: 'file.sha256',
    front: status('PATCH', UPLOAD, 422, () => new Response(null, { status: 204 })),
  },
  {
    fault: 'a file without bytes is never made',
    fails: 'file.empty',
    front: instead((request) =>
      isBegin(request) && request.headers.get('upload-length') === '0' ? begun('empty') : undefined,
    ),
  },
  {
    fault: 'an upload that is not there stands at its beginning',
    fails: 'file.notThere',
    front: status('HEAD', UPLOAD, 404, () => new Response(null, { headers: { 'upload-offset': '0' } })),
  },
  {
    fault: 'a file that is too large is begun',
    fails: 'file.tooLarge',
    front: status('POST', /^\/v1\/uploads$/, 413, () => begun('large')),
  },
];
