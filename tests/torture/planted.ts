/**
 * Loaded before a process starts (`--import`), to run the product with a bug in it. The product has no switch for
 * bugs: its source is changed on its way into the process. LIFELINE_PLANTED holds them as JSON.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const Planted = z.array(z.object({ file: z.string(), find: z.string(), replace: z.string() }));

const planted = Planted.parse(JSON.parse(process.env.LIFELINE_PLANTED ?? '[]'));

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const here = planted.filter(({ file }) => url.endsWith(`/${file}`));
    if (here.length === 0) return loaded;
    return { ...loaded, source: here.reduce(withBug, readFileSync(fileURLToPath(url), 'utf8')) };
  },
});

function withBug(source: string, { file, find, replace }: z.infer<typeof Planted>[number]): string {
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`a planted bug does not apply: "${find}" must stand exactly once in ${file}`);
  }
  return `${before}${replace}${after}`;
}
