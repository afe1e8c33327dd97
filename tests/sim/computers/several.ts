/**
 * Several computers of one account at one desk, in one virtual time. Each is a real core with a folder, a clock, a line
 * and a person of its own.
 */
import { join } from 'node:path';
import { deskAccounts } from '../accounts.ts';
import { dice } from '../dice.ts';
import { person } from '../person.ts';
import { timeline } from '../timeline.ts';
import type { Trace } from '../trace.ts';
import { world } from '../world.ts';
import { writing } from '../writing.ts';
import { freezer } from './freezer.ts';
import type { ComputerTold, Look, Told } from './told.ts';

/** Few, so that one history stays cheap. */
const SIZE = { tickets: 2, replies: 12, files: 0 };

export function several(seed: number, count: number, { folder, trace }: { folder: string; trace: Trace }) {
  const chance = dice(seed);
  const time = timeline();
  const folders = Array.from({ length: count }, (_, number) => join(folder, `computer-${number}`));
  const told: Told = { computers: [], arrivals: [], acts: [], desk: { pasts: {}, tickets: [] } };
  let places = 0;
  const place = (): number => {
    places += 1;
    return places;
  };
  const accounts = deskAccounts({
    now: time.now,
    place,
    arrived(arrival) {
      trace.note(`desk ${arrival.kind} ${arrival.id} ${arrival.outcome}`);
      told.arrivals.push(arrival);
    },
    acted: (act) => told.acts.push(act),
  });
  const desk = accounts.main;
  // One hand writes at all of them, so that no two texts are the same.
  const write = writing(seed);

  function computer(number: number) {
    const cold = freezer(time);
    let hasNews = true;
    const own = world(chance.seed(), {
      folder: folders[number] ?? folder,
      trace: { ...trace, note: (line) => trace.note(`${number}: ${line}`) },
      among: {
        time,
        place,
        accounts,
        after: cold.after,
        hear: cold.hear,
        told: () => {
          hasNews = true;
        },
      },
      hasStream: true,
    });
    const who = person(own, write, SIZE);
    const { deeds, unexpected } = own.logs;
    const log: ComputerTold = { deeds, looks: [], unexpected, caughtUp: [] };
    told.computers.push(log);
    return {
      number,
      world: own,
      person: who,
      cold,
      log,
      /** Whether core has told the window of anything since the last look. */
      hasNews: (): boolean => hasNews,
      async look(): Promise<Look | null> {
        const began = place();
        hasNews = false;
        const view = await who.view();
        if (view === null) return null;
        const look = { ...view, began };
        log.looks.push(look);
        return look;
      },
    };
  }

  const computers = Array.from({ length: count }, (_, number) => computer(number));

  return {
    time,
    desk,
    write,
    told,
    computers,
    folders,
    async pass(ms: number): Promise<void> {
      await computers[0]?.world.pass(ms);
      for (const { world: own } of computers) await own.drain();
    },
    async end(): Promise<void> {
      for (const { world: own } of computers) await own.end();
    },
  };
}
export type Several = ReturnType<typeof several>;
export type Computer = Several['computers'][number];
