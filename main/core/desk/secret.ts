/** Keeps the token out of every word that is shown or kept: errors quote headers, and answers may echo what was sent. */

/** What is shorter is no secret, and would cut ordinary words to pieces. */
const SHORTEST = 4;
const INSTEAD = '[token]';

export type Clean = (words: string) => string;

/** Takes a token out of words, in each form in which it may stand there: as it is, and within an address, JSON or base64. */
export function withoutToken(token: string): Clean {
  const whole = token.toWellFormed();
  const forms = [
    token,
    encodeURIComponent(whole),
    JSON.stringify(whole).slice(1, -1),
    Buffer.from(whole).toString('base64').replace(/=+$/, ''),
  ].filter((form) => form.length >= SHORTEST);
  return (words) => forms.reduce((text, form) => text.replaceAll(form, INSTEAD), words);
}
