/** What the desk says of itself in a line, most often a known outage; and telling whoever follows it how it goes on. */
import type { Account } from '#shared/contract.ts';
import { failureOf, LifelineError } from '#shared/errors.ts';
import type { Preferences, StatusLine } from '#shared/model.ts';
import type { Notice } from '#shared/wire.ts';
import { quietNow } from './notice-plan.ts';
import type { Ports } from './ports.ts';
import type { KeptStatusLine } from './store/settings.ts';
import type { Store } from './store/store.ts';

/** One notification at a time says how it stands: a later one takes its place. */
const NOTICE_ID = 'status-line';

export function statusLine(
  store: Store,
  ports: Pick<Ports, 'notifier' | 'clock'>,
  hooks: {
    /** Whose desk it is; null while there is none. */
    owner(): string | null;
    preferences(): Preferences;
    changed(line: StatusLine | null): void;
    storeTrouble(error: unknown): void;
  },
) {
  let telling = Promise.resolve();
  let isStopped = false;

  /** What is known of the desk that is signed in; another's trouble is not this one's. */
  function kept(): KeptStatusLine | null {
    const found = store.settings.get('statusLine');
    return found !== null && found.owner === hooks.owner() ? found : null;
  }

  function keep(next: KeptStatusLine): void {
    store.transaction(() => store.settings.set('statusLine', next));
  }

  function get(): StatusLine | null {
    const { line, heardAt, followed } = kept() ?? {};
    if (!line || heardAt === undefined) return null;
    const { id, text } = line;
    return { id, text, updatedAt: Date.parse(line.updatedAt), heardAt, isFollowed: followed?.id === id };
  }

  /** What there is to tell whoever follows; null when they know it. */
  function news({ line, followed }: KeptStatusLine, desk: string): Notice | null {
    if (followed === null) return null;
    const isOver = line?.id !== followed.id;
    if (!isOver && line.text === followed.told) return null;
    const { language, hideContent } = hooks.preferences();
    const text = isOver ? followed.told : line.text;
    return {
      ...{ kind: 'status_line', id: NOTICE_ID, language, isOver },
      content: hideContent ? null : { desk, text },
    };
  }

  /** Recorded only after it was shown: a crash in between tells it once more. */
  async function tellFollower(account: Account): Promise<void> {
    const before = kept();
    const notice = before === null ? null : news(before, account.desk.name);
    if (isStopped || before === null || notice === null) return;
    // What is not told now is told once it is asked for again after the quiet hours.
    if (quietNow(hooks.preferences().quietHours, ports.clock.now()).quiet) return;
    await ports.notifier.show(notice).catch((error: unknown) => failureOf(error));
    const after = kept();
    if (isStopped || after?.followed?.id !== before.followed?.id || after === null) return;
    const told = before.line?.text ?? '';
    const isOver = notice.kind === 'status_line' && notice.isOver;
    keep({ ...after, followed: isOver || after.followed === null ? null : { ...after.followed, told } });
  }

  return {
    get,

    /** The account of `owner` has answered. A line that cannot be read takes away what was shown, and says no more. */
    heard(owner: string, account: Account): void {
      const before = kept();
      const line = account.statusLine ?? null;
      const followed = before?.followed ?? null;
      if ((before?.line ?? null) === null && line === null && followed === null) return;
      const shown = JSON.stringify(get());
      keep({ owner, line, heardAt: ports.clock.now(), followed });
      if (JSON.stringify(get()) !== shown) hooks.changed(get());
      if (account.statusLine === undefined || followed === null) return;
      telling = telling.then(() => tellFollower(account)).catch(hooks.storeTrouble);
    },

    /** Begins or ends to follow what the line is about. */
    follow(id: string, isOn: boolean): void {
      const before = kept();
      if (before?.line?.id !== id) throw new LifelineError('too_late');
      keep({ ...before, followed: isOn ? { id, told: before.line.text } : null });
      hooks.changed(get());
    },

    stop(): void {
      isStopped = true;
    },
  };
}
