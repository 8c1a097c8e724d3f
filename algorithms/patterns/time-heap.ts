/** A binary min-heap of (key, account) in typed arrays that grow as needed. Ties leave in any order that no result depends on. */
export class TimeHeap {
  #keys = new Float64Array(256);
  #accounts = new Int32Array(256);
  size = 0;

  clear(): void {
    this.size = 0;
  }

  push(key: number, account: number): void {
    if (this.size === this.#keys.length) this.#grow();
    const keys = this.#keys;
    const accounts = this.#accounts;
    let child = this.size;
    this.size += 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (keys[parent]! <= key) break;
      keys[child] = keys[parent]!;
      accounts[child] = accounts[parent]!;
      child = parent;
    }
    keys[child] = key;
    accounts[child] = account;
  }

  /** The least key. The heap must not be empty. */
  get leastKey(): number {
    return this.#keys[0]!;
  }

  /** Its account. */
  get leastAccount(): number {
    return this.#accounts[0]!;
  }

  /** Removes the entry of the least key and returns its account. The heap must not be empty. */
  pop(): number {
    const keys = this.#keys;
    const accounts = this.#accounts;
    const account = accounts[0]!;
    this.size -= 1;
    const key = keys[this.size]!;
    const moved = accounts[this.size]!;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && keys[child + 1]! < keys[child]!) child += 1;
      if (keys[child]! >= key) break;
      keys[parent] = keys[child]!;
      accounts[parent] = accounts[child]!;
      parent = child;
    }
    keys[parent] = key;
    accounts[parent] = moved;
    return account;
  }

  #grow(): void {
    const keys = new Float64Array(this.size * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    const accounts = new Int32Array(this.size * 2);
    accounts.set(this.#accounts);
    this.#accounts = accounts;
  }
}
