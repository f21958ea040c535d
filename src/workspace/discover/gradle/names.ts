import { baseName } from "../../paths.ts";
import type { GradleBuild } from "./builds.ts";

/** Answers which projects of one build a name in a script stands for. */
export class GradleNames {
  readonly #build: GradleBuild;
  readonly #accessors = new Map<string, string>();
  readonly #lastNames = new Map<string, string[]>();

  constructor(build: GradleBuild) {
    this.#build = build;
    for (const [path, directory] of build.projects) {
      const names = path.slice(1).split(":").filter(Boolean).map(accessorOf);
      this.#accessors.set(names.join("."), path);
      for (const last of new Set([
        names.at(-1) ?? accessorOf(build.name),
        accessorOf(baseName(directory)),
      ])) {
        this.#lastNames.set(last, [...(this.#lastNames.get(last) ?? []), path]);
      }
    }
  }

  /**
   * The project of a path, as the project at `home` writes it. One that no settings name, which
   * a plugin may have added: those with its last name, else all.
   */
  ofPath(text: string, home: string): readonly string[] {
    const path = text.startsWith(":") ? text : `${home === ":" ? "" : home}:${text}`;
    if (this.#build.projects.has(path)) return [path];
    const last = accessorOf(path.slice(path.lastIndexOf(":") + 1));
    return this.#lastNames.get(last) ?? this.all();
  }

  /** The project of a text that may be its path, or that of one of its tasks. */
  ofText(text: string): readonly string[] {
    if (!text.startsWith(":")) return [];
    const path = [text, text.slice(0, text.lastIndexOf(":"))].find((each) =>
      this.#build.projects.has(each),
    );
    return path === undefined ? [] : [path];
  }

  /** The project of `projects.a.b`; all of them where `sure` says that it must be one. */
  ofAccessor(names: readonly string[], sure: boolean): readonly string[] {
    const plain = names.map(accessorOf);
    const top = accessorOf(this.#build.name);
    for (const from of plain[0] === top ? [0, 1] : [0]) {
      for (let to = plain.length; to > from; to--) {
        const path = this.#accessors.get(plain.slice(from, to).join("."));
        if (path !== undefined) return [path];
      }
    }
    if (plain[0] === top) return [":"];
    const guesses = this.#build.guessed
      ? plain.flatMap((name) => this.#lastNames.get(name) ?? [])
      : [];
    if (guesses.length > 0) return guesses;
    return sure ? this.all() : [];
  }

  all(): readonly string[] {
    return [...this.#build.projects.keys()];
  }
}

/** `my-lib`, `my_lib` and `myLib` in one spelling. */
export const accessorOf = (name: string): string => name.toLowerCase().replace(/[-_.]/g, "");
