/** dialog.showMessageBox: a small window of Chromium that no page of the app can reach. */
import type { BaseWindow, MessageBoxOptions, MessageBoxReturnValue } from 'electron';
import { app } from './app.ts';
import { openTarget } from './browser.ts';
import { browserOf } from './window.ts';

const SIZE = { width: 520, height: 320 };
const BINDING = 'answer';

export function showMessageBox(
  window: BaseWindow,
  options: MessageBoxOptions,
): Promise<MessageBoxReturnValue>;
export function showMessageBox(options: MessageBoxOptions): Promise<MessageBoxReturnValue>;
export async function showMessageBox(
  ...given: [BaseWindow, MessageBoxOptions] | [MessageBoxOptions]
): Promise<MessageBoxReturnValue> {
  const options = given.length === 2 ? given[1] : given[0];
  const { cancelId = 0, defaultId = 0, signal } = options;
  const answered = Promise.withResolvers<number>();
  const cancel = () => answered.resolve(cancelId);
  if (signal?.aborted) return { response: cancelId, checkboxChecked: false };
  signal?.addEventListener('abort', cancel);
  const browser = await browserOf(app);
  const { cdp, targetId } = await openTarget(browser, SIZE, cancel);
  cdp.on('Runtime.bindingCalled', ({ payload }) => answered.resolve(Number(payload)));
  await cdp.call('Runtime.enable');
  await cdp.call('Runtime.addBinding', { name: BINDING });
  const shown = { ...options, signal: undefined, cancelId, defaultId };
  await cdp.call('Runtime.evaluate', { expression: `(${draw.toString()})(${JSON.stringify(shown)})` });
  const response = await answered.promise;
  await browser.browser.call('Target.closeTarget', { targetId }).catch(() => {});
  return { response, checkboxChecked: false };
}

/** Source text for the window of the question. Nothing from outside may be used in it. */
function draw(options: MessageBoxOptions & { cancelId: number; defaultId: number }): void {
  const tell = (globalThis as unknown as { answer(text: string): void }).answer;
  const part = (tag: string, text: string) => {
    const made = document.createElement(tag);
    made.textContent = text;
    made.style.whiteSpace = 'pre-wrap';
    made.style.overflowWrap = 'anywhere';
    return made;
  };
  document.title = options.title ?? '';
  document.body.style.font = '14px sans-serif';
  document.body.append(part('h1', options.message), part('p', options.detail ?? ''));
  (options.buttons ?? ['OK']).forEach((label, index) => {
    const button = part('button', label);
    button.onclick = () => tell(String(index));
    document.body.append(button, ' ');
    if (index === options.defaultId) button.focus();
  });
  addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') tell(String(options.cancelId));
  });
}
