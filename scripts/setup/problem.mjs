/**
 * A foreseeable failure. Its message is a plain sentence that says what to do; `details` are the last
 * lines of the program that failed, and a stack trace is never shown for it.
 */
export class Problem extends Error {
  /**
   * @param {string} message
   * @param {readonly string[]} [details]
   */
  constructor(message, details = []) {
    super(message);
    this.name = 'Problem';
    this.details = details;
  }
}

/** @type {Readonly<Record<string, string>>} */
const fileErrors = {
  EACCES: 'is not open to you. Give yourself write access to the project folder, then run this again',
  EPERM: 'is not open to you. Give yourself write access to the project folder, then run this again',
  EROFS: 'is on a disk that cannot be written. Copy the project to a writable disk, then run this again',
  ENOSPC: 'did not fit on the disk. Make room, then run this again',
};

/**
 * Says what went wrong in words for a person.
 * @param {unknown} error
 * @returns {string}
 */
export function inPlainWords(error) {
  if (error instanceof Problem) {
    return [error.message, ...error.details.map((line) => `  ${line}`)].join('\n');
  }
  if (!(error instanceof Error)) return `Something unexpected happened: ${String(error)}`;
  const { code, path } = /** @type {NodeJS.ErrnoException} */ (error);
  const known = code === undefined ? undefined : fileErrors[code];
  return known === undefined || path === undefined
    ? `Something unexpected happened: ${error.message}`
    : `${path} ${known}.`;
}
