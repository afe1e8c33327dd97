/** What `electron` gives in a utility process. */
import { net as ours } from './net.ts';
import { only } from './only.ts';

export const net = only('net', ours);
export default { net };
