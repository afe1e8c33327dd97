/** The words between the model desk and its network. */
import type { Arrival } from './logs.ts';

export type DeskRequest = {
  method: string;
  /** Path with its query. */
  path: string;
  headers: Headers;
  body: Uint8Array;
  /** True for a copy that the network kept back. */
  isLate: boolean;
};
export type DeskAnswer = { status: number; headers: Record<string, string>; body: string | Uint8Array };

export type RecordArrival = (
  request: DeskRequest,
  what: Pick<Arrival, 'kind' | 'id' | 'ticket'>,
  answer: DeskAnswer,
  outcome?: Arrival['outcome'],
) => void;

export function json(status: number, value: unknown): DeskAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export function refusal(status: number, code: string | undefined, detail: string): DeskAnswer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ code, title: 'Refused', detail }),
  };
}
