import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { AbstractConnector, type StandaloneConnectionOptions } from 'ioredis';

/**
 * Opens the sockets of ioredis as its own connector does for one server, but listens to their errors as long as they live. Its own takes
 * the first error only, and a second one, as a refused TLS handshake has, would end the process.
 */
export class SteadyConnector extends AbstractConnector {
  readonly #options: StandaloneConnectionOptions;

  constructor(options: unknown) {
    const known = options as StandaloneConnectionOptions;
    super(known.disconnectTimeout ?? 0);
    this.#options = known;
  }

  connect(): Promise<Socket> {
    this.connecting = true;
    return new Promise((resolve, reject) => {
      process.nextTick(() => {
        if (!this.connecting) return reject(new Error('the connection was closed before it was open'));
        const stream = this.#open();
        stream.once('error', (error) => {
          this.firstError = error;
        });
        stream.on('error', () => undefined);
        this.stream = stream;
        resolve(stream);
      });
    });
  }

  #open(): Socket {
    const { host = 'localhost', port = 6379, family = 0, tls } = this.#options;
    const address = { host, port, family };
    return tls === undefined ? connectTcp(address) : connectTls({ ...address, ...tls });
  }
}
