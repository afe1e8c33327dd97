/** Runs a client's expectations against any desk. */
import { accountGroup } from './account.ts';
import { answerGroup } from './answers.ts';
import { type Fetch, NoAnswer } from './ask.ts';
import { type Bench, type Limits, openBench } from './bench.ts';
import { changesGroup } from './changes.ts';
import { chatGroup } from './chat.ts';
import { editGroup } from './edits.ts';
import { type Expectation, Finding, type Group, type Verdict } from './expectation.ts';
import { fileGroup } from './files.ts';
import { messageGroup } from './messages.ts';
import { onceGroup } from './once.ts';
import { peopleGroup } from './people.ts';
import { streamGroup } from './stream.ts';
import { ticketGroup } from './tickets.ts';

/** What is expected, in the order in which it is looked at. */
export const GROUPS: readonly Group[] = [
  accountGroup,
  ticketGroup,
  onceGroup,
  editGroup,
  messageGroup,
  fileGroup,
  chatGroup,
  peopleGroup,
  changesGroup,
  streamGroup,
  answerGroup,
];

export type Found = { group: string; expectation: Expectation; verdict: Verdict };

const LIMITS: Limits = { answerMs: 20_000, silenceMs: 7_500, pokeMs: 5_000, totalMs: 300_000 };
const HOLDS: Verdict = { kind: 'holds', because: '' };

/**
 * Looks at everything, one after the other, and tells of each as soon as it is known. It writes tickets of its own to
 * the desk, asks nobody else, and comes to an end.
 */
export async function checkDesk(
  desk: { url: string; token: string; fetch?: Fetch; limits?: Partial<Limits> },
  tell: (found: Found) => void = () => undefined,
): Promise<Found[]> {
  const limits = { ...LIMITS, ...desk.limits };
  const bench = openBench({ fetch: (request) => fetch(request), ...desk, limits });
  const until = Date.now() + limits.totalMs;
  const all: Found[] = [];
  // The log is read before anything is written, so that what comes after it is what the check has done.
  await verdictOf(async () => {
    const { ok } = await bench.account();
    if (ok) await bench.before();
  });
  for (const { title: group, expectations } of GROUPS) {
    for (const expectation of expectations) {
      const found = { group, expectation, verdict: await look(expectation, bench, until) };
      all.push(found);
      tell(found);
    }
  }
  if (bench.written.length > 0) await tidyUp(bench);
  return all;
}

async function look(expectation: Expectation, bench: Bench, until: number): Promise<Verdict> {
  const isSilent = bench.answers().length === 0 && expectation !== GROUPS[0]?.expectations[0];
  if (isSilent) return { kind: 'untold', because: 'The desk does not answer.' };
  if (Date.now() > until) return { kind: 'untold', because: 'There was no time left.' };
  if (expectation.name !== 'account.fits' && !(await bench.account()).ok) {
    return { kind: 'untold', because: 'The desk gives no account to this token.' };
  }
  return verdictOf(() => expectation.look(bench));
}

async function verdictOf(work: () => Promise<void>): Promise<Verdict> {
  try {
    await work();
    return HOLDS;
  } catch (error) {
    if (error instanceof Finding) return { kind: error.kind, because: error.message };
    if (error instanceof NoAnswer) return { kind: 'fails', because: `${error.message}.` };
    throw error;
  }
}

/** Solves the tickets of the check, so that nobody waits for them. A desk that takes no edits keeps them open. */
async function tidyUp(bench: Bench): Promise<void> {
  await verdictOf(async () => {
    await bench.needsEdits();
    for (const path of bench.ownTickets()) await bench.solve(path);
  });
}

/** 0 when everything that the desk offers holds. */
export function exitCodeOf(all: readonly Found[]): 0 | 1 {
  return all.some(({ verdict: { kind } }) => kind === 'fails' || kind === 'untold') ? 1 : 0;
}
