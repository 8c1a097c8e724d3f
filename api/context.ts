import type { Config } from '../base/config.ts';
import { AnelError } from '../base/errors.ts';
import { type Loaders, makeLoaders } from './loaders.ts';
import type { ApiServices } from './services.ts';

/** What every resolver gets: the services, the limits, and the loaders and the deadline of this request. */
export class ApiContext {
  readonly services: ApiServices;
  readonly limits: Config['api'];
  // Apollo copies the context for each request: own properties come along, #private ones would not.
  private currentLoaders: Loaders;
  private timer: NodeJS.Timeout | null = null;
  private expired: Promise<never> | null = null;

  constructor(services: ApiServices, limits: Config['api']) {
    this.services = services;
    this.limits = limits;
    this.currentLoaders = makeLoaders(services, limits);
  }

  get loaders(): Loaders {
    return this.currentLoaders;
  }

  /** Forgets what was read and starts the time over: each event of a subscription is a request of its own. */
  renew(): void {
    this.end();
    this.currentLoaders = makeLoaders(this.services, this.limits);
  }

  /** `work`, or a rejection with LIMIT_EXCEEDED once the request has taken api.requestTimeoutMs from its first read on. */
  withinDeadline<T>(work: Promise<T>): Promise<T> {
    this.expired ??= this.startTimer();
    return Promise.race([work, this.expired]);
  }

  /** Stops the clock of the request. */
  end(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.expired = null;
  }

  private startTimer(): Promise<never> {
    const { requestTimeoutMs } = this.limits;
    const expired = new Promise<never>((_, reject) => {
      const message = `the request took longer than ${requestTimeoutMs} ms; ask for less, or raise api.requestTimeoutMs`;
      this.timer = setTimeout(() => reject(new AnelError('LIMIT_EXCEEDED', message)), requestTimeoutMs);
      this.timer.unref();
    });
    expired.catch(() => undefined);
    return expired;
  }
}
