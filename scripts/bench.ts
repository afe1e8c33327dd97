// Measures what grows with the store: npm run bench [-- --messages N --seed N --queries N --made FOLDER]
import process from 'node:process';
import { parseArgs } from 'node:util';
import { benchSearch } from '../tests/bench/search.ts';
import { inPlainWords } from './setup/problem.mjs';

try {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      queries: { type: 'string', default: '200' },
      // Where the store as it was before is kept, so that it is made only once.
      made: { type: 'string' },
    },
  });
  const { messages, seed, queries, made } = values;
  await benchSearch({
    ...{ messages: Number(messages), seed: Number(seed), queries: Number(queries), made },
    say: (line) => void process.stdout.write(`${line}\n`),
  });
} catch (error) {
  console.error(inPlainWords(error));
  process.exitCode = 1;
}
