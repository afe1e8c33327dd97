/** The words after `npm run desk --`. */
import { parseArgs } from 'node:util';
import { z } from 'zod';

export const HELP = `A support desk on this computer, to try Lifeline with.

  npm run desk -- [--port N] [--data DIR] [--sample] [--token T]

  --port N        the port on 127.0.0.1; 4820 without it, 0 takes any free one
  --data DIR      keep everything in this folder; without it, in memory
  --sample        fill an empty desk with believable tickets
  --token T       the token that clients must bring; without it, one is made and kept with the data
  --with-parent   end when the program that started this one ends
  --help          show this
`;

const PORT = '--port must be a whole number from 0 to 65535.';
const Options = z.object({
  port: z.string(PORT).regex(/^\d+$/, PORT).transform(Number).pipe(z.int().max(65_535, PORT)).default(4820),
  data: z.string('--data needs a folder.').min(1, '--data needs a folder.').default(':memory:'),
  sample: z.boolean('--sample takes no value.').default(false),
  token: z
    .string('--token needs a text.')
    .regex(/^\S+$/, '--token must be a text without spaces.')
    .optional(),
  'with-parent': z.boolean('--with-parent takes no value.').default(false),
  help: z.boolean('--help takes no value.').default(false),
});
export type Options = z.infer<typeof Options>;

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
  if (parsed.success) return { ok: true, options: parsed.data };
  return { ok: false, wrong: parsed.error.issues.map((issue) => issue.message).join('\n') };
}
