// What all parts of a torture found, summed up. Pure.

import type { FuzzReport } from '../../tests/fuzz/run.ts';
import type { HistoriesReport } from '../../tests/sim/computers/histories.ts';
import type { SeedsReport } from '../../tests/sim/seeds.ts';
import type { LiveResult } from '../../tests/torture/computers/live.ts';
import type { CorruptionResult } from '../../tests/torture/corruption.ts';
import type { CutsResult } from '../../tests/torture/cuts.ts';
import type { KillsResult } from '../../tests/torture/kills.ts';
import type { PowerResult } from '../../tests/torture/power.ts';
import { type Finding, WRONGS, type Wrong } from '../../tests/torture/tally.ts';
import { figuresOf } from '../../tests/torture/waited.ts';

type Figures = Record<string, number>;

/** One part: how many runs it had, which wrongs each of them could have shown, and how often each was found. */
export type Part = {
  name: 'seeds' | 'histories' | 'liveHistories' | 'kills' | 'corruptions' | 'powerCuts' | 'cuts' | 'fuzz';
  runs: number;
  canShow: readonly Wrong[];
  wrongs: Record<Wrong, number>;
  /** What else must be zero. */
  others: Figures;
  extraNotices: number;
  figures: Figures;
  skipped: string | null;
};

export type Account = {
  seed: number;
  seeds: number;
  histories: number;
  liveHistories: number;
  kills: number;
  corruptions: number;
  powerCuts: number;
  cuts: number;
  fuzz: number;
  seedsPerSecond: number | null;
  historiesPerSecond: number | null;
} & Record<Wrong, number> & {
    extra_notices_in_crash_window: number;
    /** For each zero: with 95 % certainty it happens in no more than this part of all runs (the rule of three). */
    upper95: Record<Wrong, number | null>;
    others: Figures;
    details: Record<string, Figures>;
    skipped: Record<string, string>;
  };

const ALL_BUT_DAMAGE = ['lost', 'duplicated', 'reordered', 'unnotified', 'stuck'] as const;
const OF_ONE_COMPUTER = [...ALL_BUT_DAMAGE, 'silent_damage'] as const;
const OF_SEVERAL_COMPUTERS = ['lost', 'duplicated', 'reordered', 'diverged', 'stalled'] as const;

const count = (findings: readonly Finding[]): Record<Wrong, number> =>
  perWrong((wrong) => findings.filter((finding) => finding.wrong === wrong).length);

const perWrong = <T>(of: (wrong: Wrong) => T): Record<Wrong, T> => ({
  lost: of('lost'),
  duplicated: of('duplicated'),
  reordered: of('reordered'),
  unnotified: of('unnotified'),
  stuck: of('stuck'),
  silent_damage: of('silent_damage'),
  diverged: of('diverged'),
  stalled: of('stalled'),
});

/** These figures and no others. */
const among = <Name extends string>(
  names: readonly Name[],
  counts: Record<Name, number>,
): Record<Name, number> => Object.assign({}, ...names.map((name) => ({ [name]: counts[name] })));

const nothing = { wrongs: count([]), others: {}, extraNotices: 0, figures: {}, skipped: null };

export function ofSeeds({
  seeds,
  seconds,
  lives,
  steps,
  counts,
  extraNoticesInCrashWindow,
}: SeedsReport): Part {
  return {
    ...nothing,
    name: 'seeds',
    runs: seeds,
    // Only some seeds damage a file, and it is not counted which: they prove nothing about silent damage here.
    canShow: ALL_BUT_DAMAGE,
    wrongs: { ...nothing.wrongs, ...among(ALL_BUT_DAMAGE, counts), silent_damage: counts.silent_damage },
    others: {
      repeated_notice: counts.repeated_notice,
      false_alarm: counts.false_alarm,
      invisible: counts.invisible,
      mismarked: counts.mismarked,
      misdirected: counts.misdirected,
      parked: counts.parked,
      manners: counts.manners,
      broken_backup: counts.broken_backup,
      unexpected: counts.unexpected,
    },
    extraNotices: extraNoticesInCrashWindow,
    figures: { seconds, lives, steps },
  };
}

/** Several computers of one account, in virtual time. */
export function ofHistories({
  histories,
  counts,
  catchUp,
  seconds,
  computers,
  lives,
  steps,
}: HistoriesReport): Part {
  return {
    ...ofSeveral(counts, 'unexpected_in_histories'),
    name: 'histories',
    runs: histories,
    figures: { seconds, computers, lives, steps, ...caughtUp(catchUp) },
  };
}

/** The same with real processes, in real time. */
export function ofLiveHistories({
  histories,
  counts,
  catchUp,
  seconds,
  computers,
  lives,
  hurtConnections,
  deskLateMs,
}: LiveResult): Part {
  return {
    ...ofSeveral(counts, 'unexpected_in_live_histories'),
    name: 'liveHistories',
    runs: histories,
    figures: { seconds, computers, lives, hurtConnections, deskLateMs, ...caughtUp(catchUp) },
  };
}

const ofSeveral = (counts: HistoriesReport['counts'], unexpected: string) => ({
  ...nothing,
  canShow: OF_SEVERAL_COMPUTERS,
  wrongs: { ...nothing.wrongs, ...among(OF_SEVERAL_COMPUTERS, counts) },
  others: { [unexpected]: counts.unexpected },
});

const caughtUp = ({ median, p95, max }: HistoriesReport['catchUp']): Figures => ({
  caughtUpMedianMs: median,
  caughtUpP95Ms: p95,
  caughtUpMaxMs: max,
});

export function ofKills(result: KillsResult | { skipped: string }): Part {
  const part = { ...nothing, name: 'kills', canShow: ALL_BUT_DAMAGE } as const;
  if ('skipped' in result) return { ...part, runs: 0, skipped: result.skipped };
  const { findings, kills, extraNotices, ...figures } = result;
  return { ...part, runs: kills, wrongs: count(findings), extraNotices, figures };
}

export function ofCorruptions({ corruptions, findings, ...figures }: CorruptionResult): Part {
  return {
    ...nothing,
    name: 'corruptions',
    runs: corruptions,
    canShow: OF_ONE_COMPUTER,
    wrongs: count(findings),
    figures,
  };
}

export function ofPowerCuts(result: PowerResult | { skipped: string }): Part {
  const part = { ...nothing, name: 'powerCuts', canShow: ['lost'] } as const;
  if ('skipped' in result) return { ...part, runs: 0, skipped: result.skipped };
  const { findings, powerCuts, ...figures } = result;
  return { ...part, runs: powerCuts, wrongs: count(findings), figures };
}

export function ofCuts(result: CutsResult | { skipped: string }): Part {
  const canShow = ['lost', 'duplicated', 'reordered', 'stuck'] as const;
  const part = { ...nothing, name: 'cuts', canShow } as const;
  if ('skipped' in result) return { ...part, runs: 0, skipped: result.skipped };
  const { findings, waited, replies } = result;
  const { slow, late, ...waits } = figuresOf(waited);
  return {
    ...part,
    runs: waited.length,
    wrongs: count(findings),
    others: { slow_answers: slow, late_answers: late },
    figures: { replies, ...waits },
  };
}

/** What a desk may say, made from the contract's schemas. What it shows is nothing of the eight wrongs. */
export function ofFuzz({ pages, texts }: FuzzReport): Part {
  const { counts, ...figures } = pages;
  return {
    ...nothing,
    name: 'fuzz',
    runs: pages.pages,
    canShow: [],
    others: {
      fuzz_died: counts.died,
      fuzz_blocked: counts.blocked,
      fuzz_grew: counts.grew,
      fuzz_pull_stopped: counts.pull_stopped,
      fuzz_answer_unfit: counts.answer_unfit,
      fuzz_failed: counts.failed,
      fuzz_slow_texts: texts?.slow ?? 0,
      fuzz_broken_texts: texts?.broken ?? 0,
    },
    figures: {
      cases: figures.cases,
      pages: figures.pages,
      changes: figures.changes,
      places: figures.hurt.size,
      seconds: Math.round(figures.seconds),
      longestMs: Math.round(figures.longestMs),
      grewMb: Math.round(figures.grewMb),
      ...(texts !== null && {
        texts: texts.texts,
        textSeconds: Math.round(texts.seconds),
        longestTextMs: Math.round(texts.longestMs),
        mostNodes: texts.mostNodes,
      }),
    },
  };
}

/** All parts together. */
export function accountOf(seed: number, parts: readonly Part[]): Account {
  const runs = (name: Part['name']) => parts.find((part) => part.name === name)?.runs ?? 0;
  const total = (of: (part: Part) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  const wrongs = perWrong((wrong) => total((part) => part.wrongs[wrong]));
  const speed = (name: Part['name']): number | null => {
    const seconds = parts.find((part) => part.name === name)?.figures.seconds ?? 0;
    return seconds === 0 ? null : Math.round((runs(name) / seconds) * 10) / 10;
  };
  return {
    seed,
    seeds: runs('seeds'),
    histories: runs('histories'),
    liveHistories: runs('liveHistories'),
    kills: runs('kills'),
    corruptions: runs('corruptions'),
    powerCuts: runs('powerCuts'),
    cuts: runs('cuts'),
    fuzz: runs('fuzz'),
    seedsPerSecond: speed('seeds'),
    historiesPerSecond: speed('histories'),
    ...wrongs,
    extra_notices_in_crash_window: total(({ extraNotices }) => extraNotices),
    upper95: perWrong((wrong) => {
      const tried = total((part) => (part.canShow.includes(wrong) ? part.runs : 0));
      return wrongs[wrong] > 0 || tried === 0 ? null : Number((3 / tried).toPrecision(3));
    }),
    others: Object.assign({}, ...parts.map(({ others }) => others)),
    details: Object.fromEntries(parts.map(({ name, figures }) => [name, figures])),
    skipped: Object.fromEntries(
      parts.flatMap(({ name, skipped }) => (skipped === null ? [] : [[name, skipped]])),
    ),
  };
}

/** Whether nothing was wrong. A part that could not run has proven nothing, and is reported as skipped. */
export const isClean = (account: Account): boolean =>
  WRONGS.every((wrong) => account[wrong] === 0) &&
  Object.values(account.others).every((found) => found === 0);
