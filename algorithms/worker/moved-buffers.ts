/** The memory of the typed arrays among the values of an object that can be handed to another thread without a copy, each once. Shared memory needs no handing over. */
export function movedBuffers(value: object): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const part of Object.values(value)) {
    if (ArrayBuffer.isView(part) && part.buffer instanceof ArrayBuffer) buffers.add(part.buffer);
  }
  return [...buffers];
}
