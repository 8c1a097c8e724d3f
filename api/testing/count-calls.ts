/** `target`, with every call of a method counted by name in `calls`. The methods are the real ones. */
export function countCalls<T extends object>(target: T, calls: Map<string, number>): T {
  return new Proxy(target, {
    get(_, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        calls.set(String(name), (calls.get(String(name)) ?? 0) + 1);
        return Reflect.apply(member, target, args);
      };
    },
  });
}
