/** Bugs that only a desk shows which has no bounds: it lies about the time, storms, or tells of what would break a client. */
import type { Mutant } from './mutants.ts';

export const BOUNDS_MUTANTS: readonly Mutant[] = [
  {
    name: 'any answer sets the clock',
    file: 'main/core/desk/rest.ts',
    find: "    if (said.kind === 'answered' && time !== null && fits(said.value)) ports.heardTime?.(time);\n",
    replace: '    if (time !== null) ports.heardTime?.(time);\n',
  },
  {
    name: 'one answer is enough for a jump of the clock',
    file: 'main/core/policy/service.ts',
    find: '      doubtful = isJump && !isSaidTwice ? ',
    replace: '      doubtful = isJump && isSaidTwice ? ',
  },
  {
    name: 'a jump of the clock is never believed again once it was doubted',
    file: 'main/core/policy/service.ts',
    find: 'doubtful !== null && Math.abs(heard - doubtful.offset) < SAME_MS;',
    replace: 'doubtful !== null && heard < doubtful.offset - SAME_MS;',
  },
  {
    name: 'pokes are followed as fast as they come',
    file: 'main/core/sync/sync.ts',
    find: '      if (!next.take()) await next.turn(signal);\n',
    replace: '      if (next === pages && !next.take()) await next.turn(signal);\n',
  },
  {
    name: 'pages without news are asked for as fast as those with',
    file: 'main/core/sync/sync.ts',
    find: "        next = got === 'news' ? pages : asked;\n        if (got === 'circle' || empty",
    replace: "        next = pages;\n        if (got === 'circle' && empty < 0 || empty",
  },
  {
    name: 'cursors that expire at once are read anew for ever',
    file: 'main/core/sync/sync.ts',
    find: '        if (!readings.take()) return circles();\n',
    replace: '        readings.take();\n',
  },
  {
    name: 'trouble lasts when the circle has ended',
    file: 'main/core/sync/sync.ts',
    find: '      hooks.changesFail(null);\n',
    replace: '',
  },
  {
    name: 'what is nested too deeply stops the page',
    file: 'main/core/sync/changes.ts',
    find: '    if (error instanceof TooMuch) return',
    replace: '    if (error instanceof TooMuch && error.cause) return',
  },
];
