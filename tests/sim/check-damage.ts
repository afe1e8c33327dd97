/** A damaged database never shows anything else than the truth, unless the person is told that it was rebuilt. */
import type { Problem } from './checker.ts';
import type { Logs, View } from './logs.ts';

export function damageShown(logs: Logs): Problem[] {
  return logs.acrossStops.flatMap(({ before, after, damage }): Problem[] => {
    const reported = after.health.recovery;
    const known = before.health.recovery;
    if (reported !== null && reported.setAside !== known?.setAside) return [];
    const [then, now] = [texts(before), texts(after)];
    const changed = [...then].filter(([id, text]) => now.get(id) !== text).map(([id]) => id);
    const strange = [...now.keys()].filter((id) => !then.has(id));
    if (changed.length + strange.length === 0) return [];
    const what = `${damage ?? 'a restart'} changed ${[...changed, ...strange].join(' ')}`;
    return [{ kind: damage === null ? 'lost' : 'silent_damage', what }];
  });
}

/** What a person would read in each ticket. */
function texts({ tickets }: View): Map<string, string> {
  return new Map(
    tickets.map(({ id, form, replyDraft, number, muted, messages, attachments, deleted }) => [
      id,
      JSON.stringify([
        form,
        replyDraft,
        number,
        muted,
        messages.map((message) => [message.id, message.body, message.deleted]),
        attachments.map((file) => [file.id, file.name, file.size, file.deleted]),
        deleted,
      ]),
    ]),
  );
}
