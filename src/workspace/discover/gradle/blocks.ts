import type { Token } from "./tokens.ts";

/** Whom it concerns beside the project of the script. */
export interface Concern {
  /** All projects below. */
  readonly below: boolean;
  /** Projects of these paths. */
  readonly paths: readonly string[];
}

/** Words whose block is about the projects below. */
const aboutBelow = new Set([
  "allprojects",
  "afterProject",
  "beforeProject",
  "childProjects",
  "subprojects",
]);
/** Calls whose block is about what stands before them, one by one. */
const eachOf = new Set([
  "all",
  "each",
  "eachWithIndex",
  "filter",
  "findAll",
  "forEach",
  "map",
  "onEach",
]);
/** Calls, behind a dot, whose block is about what stands before them as a whole. */
const aboutOther = new Set(["afterEvaluate", "apply", "configure", "dependencies", "run", "with"]);

/** A block, from its brace on. */
export interface Block extends Concern {
  /** It goes through projects: what is said without naming one is said of the script's own. */
  readonly each: boolean;
  /** The word before its brace, if there is one. */
  readonly name: string;
}

/** Follows the blocks of a script, token by token: whom is it about here? */
export class Blocks {
  readonly #open: Block[] = [{ below: false, paths: [], each: false, name: "" }];
  /** What the next brace of the statement opens. */
  #next: { readonly block: Block; readonly depth: number } | undefined;

  get current(): Block {
    return this.#open.at(-1)!;
  }

  /** Whether no block is open, and nothing was said that the next one is about. */
  get isPlain(): boolean {
    return this.#open.length === 1 && !this.#next;
  }

  /** Takes each token in turn, before anything is asked. */
  take(tokens: readonly Token[], index: number): void {
    const { kind, text, first } = tokens[index]!;
    const isNew = kind !== "string" && ((first && !/^[.{)]$/.test(text)) || text === ";");
    if (this.#next && isNew && this.#open.length <= this.#next.depth) this.#next = undefined;
    const before = tokens[index - 1];
    if (kind === "sign") {
      const name = before?.kind === "word" ? before.text : "";
      if (text === "{") this.#open.push({ ...this.#upcoming, name });
      else if (text === "}" && this.#open.length > 1) this.#open.pop();
    } else if (kind === "word") {
      const behindDot = before?.text === ".";
      const isCall = tokens[index + 1]?.text === "(";
      if (aboutBelow.has(text) || (text === "configure" && isCall)) {
        this.opens({ below: true, each: false });
      } else if (behindDot && eachOf.has(text)) this.opens({ below: true, each: true });
      else if (behindDot && aboutOther.has(text) && this.current.each) this.opens({ each: false });
    }
  }

  /** Says more of what the next brace of this statement opens. */
  opens(change: Partial<Block>): void {
    this.#next = { block: { ...this.#upcoming, ...change }, depth: this.#open.length };
  }

  get #upcoming(): Block {
    return this.#next?.depth === this.#open.length ? this.#next.block : this.current;
  }
}
