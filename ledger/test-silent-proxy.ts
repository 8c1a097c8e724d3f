import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server on which silence can fall: connections stay open and new ones open, but nothing comes through any more. */
export class SilentProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #silent = false;

  private constructor(host: string, port: number) {
    this.#server = createServer({ allowHalfOpen: true }, (client) => {
      const target = connect({ host, port, allowHalfOpen: true });
      this.#forward(client, target);
      this.#forward(target, client);
    });
  }

  /** Listens on a free port of the loopback address before everything that goes to `host` and `port`. */
  static async start(host: string, port: number): Promise<SilentProxy> {
    const proxy = new SilentProxy(host, port);
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on nothing comes through: no byte, and no end of a connection. */
  fallSilent(): void {
    this.#silent = true;
  }

  /** From now on new connections work again; those before stay silent, as what they were sent is lost. */
  speakAgain(): void {
    for (const socket of this.#sockets) socket.removeAllListeners('data').resume();
    this.#silent = false;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #forward(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('data', (bytes) => this.#silent || to.write(bytes));
    from.on('end', () => this.#silent || to.end());
    from.on('error', () => from.destroy());
    from.on('close', (failed) => {
      this.#sockets.delete(from);
      if (failed && !this.#silent) to.destroy();
    });
  }
}
