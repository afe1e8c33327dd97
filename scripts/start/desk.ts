// The reference desk as a companion of the app: started before it, ended after it.
import { mkdirSync } from 'node:fs';
import { type DeskProcess, startDeskProcess } from '../../tests/desk/process.ts';
import { Problem } from '../setup/problem.mjs';
import { inProject } from '../setup/project.mjs';

/**
 * Starts the reference desk with sample data on a free port.
 * @throws {Problem} with the desk's own words when it does not come up
 */
export async function startDesk(): Promise<DeskProcess> {
  const data = inProject('.lifeline', 'desk');
  mkdirSync(data, { recursive: true });
  try {
    return await startDeskProcess(data);
  } catch (error) {
    throw new Problem(
      'The reference desk did not start. Mend what it says below, or start without it: npm start -- --no-desk. It said:',
      [error instanceof Error ? error.message : String(error)],
    );
  }
}
