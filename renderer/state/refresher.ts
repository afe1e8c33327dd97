/**
 * Runs one refresh at a time, and once more when something changed while it ran. Every keystroke in a draft is
 * saved and tells of a change, so refreshes keep a small distance.
 */
export function refresher(refresh: () => Promise<void>, distanceMs: number): () => void {
  let running = false;
  let again = false;
  const run = async () => {
    running = true;
    do {
      again = false;
      await refresh();
      await new Promise((resolve) => setTimeout(resolve, distanceMs));
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}
