import type { Io } from "../io.ts";

/** Tells how far a long piece of work is. */
export interface Progress {
  /** `done` of `total` files. */
  tell(done: number, total: number): void;
}

/** Says `what` was done so far: lines on `err`, the first after a second and at most one a second; none when quiet. */
export function progress(
  what: string,
  quiet: boolean,
  { err }: Pick<Io, "err">,
  now: () => number = Date.now,
): Progress {
  let last = now();
  return {
    tell(done, total) {
      if (quiet || now() - last < 1000) return;
      last = now();
      err(`fanout: ${what} of ${number(done)} of ${number(total)} files\n`);
    },
  };
}

const number = (value: number) => value.toLocaleString("en-US");
