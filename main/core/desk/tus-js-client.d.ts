/** The part of tus-js-client that its types leave out: the upload without a host around it. */
declare module 'tus-js-client/lib.esm/upload.js' {
  import type { UploadOptions } from 'tus-js-client';

  export default class Upload {
    static readonly defaultOptions: UploadOptions;
    constructor(file: unknown, options: UploadOptions);
    url: string | null;
    start(): void;
    abort(): Promise<void>;
  }
}
