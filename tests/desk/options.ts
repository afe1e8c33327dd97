/** The words after `npm run desk --`. */
import { parseArgs } from 'node:util';
import { z } from 'zod';

export const HELP = `A support desk on this computer, to try Lifeline with.

  npm run desk -- [--port N] [--data DIR] [--sample] [--token T]
  npm run desk -- --check URL --token T

  --port N        the port on 127.0.0.1; 4820 without it, 0 takes any free one
  --data DIR      keep everything in this folder; without it, in memory
  --sample        fill an empty desk with believable tickets
  --token T       the token that clients must bring; without it, one is made and kept with the data
  --check URL     start no desk, but say what of docs/support-api.md holds at the desk under this address; it
                  writes tickets of its own there. Ends with 0 when all holds, and with 1 when something does not
  --with-parent   end when the program that started this one ends
  --help          show this
`;

const CHECK = '--check needs the address of a desk, such as https://desk.example.';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const isAddress = (text: string) => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '';
};
const isPlainElsewhere = (text: string) => {
  const url = URL.parse(text);
  return url?.protocol === 'http:' && !LOOPBACK.has(url.hostname);
};
const PORT = '--port must be a whole number from 0 to 65535.';
const Options = z.object({
  port: z.string(PORT).regex(/^\d+$/, PORT).transform(Number).pipe(z.int().max(65_535, PORT)).default(4820),
  data: z.string('--data needs a folder.').min(1, '--data needs a folder.').default(':memory:'),
  sample: z.boolean('--sample takes no value.').default(false),
  token: z
    .string('--token needs a text.')
    .regex(/^\S+$/, '--token must be a text without spaces.')
    .optional(),
  /** Without a slash at its end. */
  check: z
    .string(CHECK)
    .refine(isAddress, CHECK)
    .refine(
      (text) => !isPlainElsewhere(text),
      'Plain http goes only to this computer: the token could be read.',
    )
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  'with-parent': z.boolean('--with-parent takes no value.').default(false),
  help: z.boolean('--help takes no value.').default(false),
});
export type Options = z.infer<typeof Options>;

/** What says how a desk of this computer is to be started. */
const STARTING = ['port', 'data', 'sample', 'with-parent'];

/** The options in these arguments, or a sentence that says what is wrong. */
export function readOptions(args: string[]): { ok: true; options: Options } | { ok: false; wrong: string } {
  const { values, positionals } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      token: { type: 'string' },
      check: { type: 'string' },
      sample: { type: 'boolean' },
      'with-parent': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const unknown = Object.keys(values).find((name) => !(name in Options.shape));
  if (unknown !== undefined) {
    return { ok: false, wrong: `There is no option ${unknown.length === 1 ? '-' : '--'}${unknown}.` };
  }
  if (positionals[0] !== undefined) return { ok: false, wrong: `“${positionals[0]}” is not an option.` };
  const parsed = Options.safeParse(values);
  if ('check' in values) {
    if (!('token' in values)) return { ok: false, wrong: '--check needs a --token that the desk knows.' };
    const other = STARTING.find((name) => name in values);
    if (other !== undefined)
      return { ok: false, wrong: `--${other} says how to start a desk, and --check starts none.` };
  }
  if (parsed.success) return { ok: true, options: parsed.data };
  return { ok: false, wrong: parsed.error.issues.map((issue) => issue.message).join('\n') };
}
