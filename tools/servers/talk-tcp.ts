import { connect } from 'node:net';

const answerMs = 2000;

/**
 * Sends bytes to a loopback port and answers the first `length` bytes that come back, or null: nobody listens, the answer ends
 * early, or it takes longer than two seconds.
 */
export function talkTcp(port: number, request: Buffer, length: number): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let answer = Buffer.alloc(0);
    const end = (result: Buffer | null) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(answerMs, () => end(null));
    socket.on('error', () => end(null));
    socket.on('close', () => resolve(null));
    socket.on('connect', () => socket.write(request));
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length >= length) end(answer.subarray(0, length));
    });
  });
}
