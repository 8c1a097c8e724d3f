import type { GraphEvent } from '../../../graph/model/event.ts';

/** The input topics, by the names that the settings have for them. */
export const inputTopics = ['transactions', 'authentications', 'logs'] as const;
export type InputTopic = (typeof inputTopics)[number];

/** What a message is, as the trial knows it: the service has to find out. */
export type MessageTruth =
  | {
      readonly is: 'valid';
      readonly kind: GraphEvent['kind'];
      readonly id: string;
    }
  | { readonly is: 'duplicate'; readonly id: string }
  | { readonly is: 'malformed'; readonly way: string };

/** One message that a trial produces. */
export interface PlannedMessage {
  /** Its place in the plan, from 0. It travels in the header `numberHeader`. */
  readonly number: number;
  readonly topic: InputTopic;
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly truth: MessageTruth;
}

/** The header by which a trial recognises its message wherever it turns up again. */
export const numberHeader = 'trial-number';
