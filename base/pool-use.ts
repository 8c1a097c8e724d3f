/** How the connections of one part are used, now. */
export interface PoolUse {
  readonly inUse: number;
  readonly idle: number;
  /** Requests that wait for a connection. */
  readonly waiting: number;
}
