/** The channels that carry the IPC map through Electron; apart from it, so that the preload needs no schemas. */
export const CHANNELS = { invoke: 'lifeline:invoke', event: 'lifeline:event' } as const;
