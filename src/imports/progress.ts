import type { Io } from "../io.ts";

/** Tells how far a long piece of work is. */
export interface Progress {
  /** `what` is done to `done` of `total` files. */
  tell(done: number, total: number): void;
}

/** Lines on `err`, the first after a second and at most one a second; none when quiet. */
export function progress(what: string, quiet: boolean, { err }: Pick<Io, "err">): Progress {
  let last = Date.now();
  return {
    tell(done, total) {
      if (quiet || Date.now() - last < 1000) return;
      last = Date.now();
      err(`fanout: ${what} of ${number(done)} of ${number(total)} files\n`);
    },
  };
}

const number = (value: number) => value.toLocaleString("en-US");
