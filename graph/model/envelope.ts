/** What travelled beside the bytes of a message, for its dead letter. */
export interface Envelope {
  readonly key: Uint8Array | null;
  /** In the order of the message; a name may come more than once. */
  readonly headers: readonly (readonly [name: string, value: Uint8Array])[];
}
