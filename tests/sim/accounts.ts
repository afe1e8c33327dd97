/** Several accounts behind one address: each has a book of its own, and whoever asks is known by the token alone. */
import { ACCOUNTS, type Account, type DeskState, MAIN } from './logs.ts';
import { type ModelDesk, modelDesk } from './model-desk.ts';

type Ports = Omit<Parameters<typeof modelDesk>[0], 'account'>;

export function deskAccounts(ports: Ports) {
  const all: Record<Account, ModelDesk> = {
    rita: modelDesk({ ...ports, account: 'rita' }),
    olaf: modelDesk({ ...ports, account: 'olaf' }),
    elsewhere: modelDesk({ ...ports, account: 'elsewhere' }),
  };
  const desks = Object.values(all);
  return {
    all,
    main: all[MAIN],
    /** Who answers a request with these headers; a token that is nobody's is the main desk's to refuse. */
    of: (headers: Headers): ModelDesk => desks.find((desk) => desk.isSignedIn(headers)) ?? all[MAIN],
    state(): DeskState {
      const states = ACCOUNTS.map((account) => all[account].book.state(account));
      return {
        pasts: Object.assign({}, ...states.map(({ pasts }) => pasts)),
        tickets: states.flatMap(({ tickets }) => tickets),
      };
    },
  };
}
export type DeskAccounts = ReturnType<typeof deskAccounts>;
