/** Fetch through Chromium's network stack: the system's proxy, certificates and PAC scripts apply, unlike in Node's. */
import { net } from 'electron';

export const netFetch = (url: string, init: RequestInit): Promise<Response> => net.fetch(url, init);
