/** The part of dbus-native that the stand-in uses and that its own types leave out. */
import type { EventEmitter } from 'node:events';

declare module '@homebridge/dbus-native' {
  export interface MessageBus {
    signals: EventEmitter;
    /** The event name of a signal. */
    mangle(path: string, interfaceName: string, member: string): string;
    addMatch(rule: string, done: (error: unknown) => void): void;
    sendSignal(path: string, interfaceName: string, member: string, signature: string, body: unknown[]): void;
    requestName(name: string, flags: number, done: (error: unknown) => void): void;
  }
  export type SessionBus = MessageBus;
  export function sessionBus(): MessageBus;
  export function createClient(options: { busAddress: string }): MessageBus;
}
