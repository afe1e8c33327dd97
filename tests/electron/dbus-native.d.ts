/** The part of dbus-native that the stand-in uses and that its own types leave out. */
import type { EventEmitter } from 'node:events';
import type { MessageBus } from '@homebridge/dbus-native';

declare module '@homebridge/dbus-native' {
  export interface SessionBus extends MessageBus {
    signals: EventEmitter;
    /** The event name of a signal. */
    mangle(path: string, interfaceName: string, member: string): string;
    addMatch(rule: string, done: (error: unknown) => void): void;
  }
  export function sessionBus(): SessionBus;
}
