import { describe, expect, test } from "vitest";
import { type LintOptions, lint } from "../../../src/lint/index.ts";
import { type LimitName, type Limits, limitsFor } from "../../../src/model/index.ts";

export type Texts = Readonly<Record<string, string>>;

/** What a configuration lies in, besides its text. */
export interface Around {
  /** What lies outside the repository, by the key that maps it. */
  readonly outside?: Texts;
  /** The files are what a trigger job includes. */
  readonly child?: boolean;
  /** Limits of an instance that has set its own. */
  readonly limits?: Readonly<Partial<Record<LimitName, number>>>;
  readonly version?: string;
}

const limitsOf = ({ limits = {}, version }: Around): Limits =>
  limitsFor({ overrides: limits, version });

/** A repository of these files; a single text is its `.gitlab-ci.yml`. */
function optionsFor(files: Texts | string, around: Around): LintOptions {
  const texts = new Map(
    Object.entries(typeof files === "string" ? { ".gitlab-ci.yml": files } : files),
  );
  const outside = new Map(Object.entries(around.outside ?? {}));
  const paths = [...texts.keys()].sort();
  return {
    world: {
      read: async (path) => texts.get(path),
      paths: async () => paths,
      mapped: async (key) => outside.get(key),
    },
    paths,
    limits: limitsOf(around),
    version: around.version,
    child: around.child ?? false,
  };
}

/** What lint finds in `.gitlab-ci.yml` and what it leads to. */
export async function findings(files: Texts | string, around: Around = {}) {
  const { outcome } = await lint([".gitlab-ci.yml"], optionsFor(files, around));
  return outcome.findings;
}

/** GitLab's refusals, in its own words and order. */
export async function refusals(
  files: Texts | string,
  around: Around = {},
): Promise<readonly string[]> {
  const found = await findings(files, around);
  return found
    .filter(({ fromGitLab, severity }) => fromGitLab && severity === "error")
    .map(({ message }) => message);
}

/** What the rules of lint tell as an error or a warning, as `code: message`. */
export async function rulesTold(
  files: Texts | string,
  around: Around = {},
): Promise<readonly string[]> {
  const found = await findings(files, around);
  return found
    .filter(({ fromGitLab, severity }) => !fromGitLab && severity !== "info")
    .map(({ code, message }) => `${code}: ${message}`);
}

/** A configuration that GitLab takes. */
export type Taken = readonly [what: string, files: Texts | string, around?: Around];

/** A configuration that GitLab refuses, and all that it says. */
export interface Refused {
  /** The text of GITLAB.md that this is about, as the table has it. */
  readonly text?: string;
  readonly what: string;
  readonly files: Texts | string;
  readonly around?: Around;
  readonly says: readonly string[];
}

/** One test a row: GitLab takes it. */
export function taken(about: string, rows: readonly Taken[]): void {
  describe(`GitLab takes ${about}`, () => {
    for (const [what, files, around] of rows) {
      test(what, async () => expect(await refusals(files, around)).toEqual([]));
    }
  });
}

/** One test a row: GitLab refuses it with just these words. */
export function refused(about: string, rows: readonly Refused[]): void {
  describe(`GitLab refuses ${about}`, () => {
    test.each(rows)("$what", async ({ files, around, says }) => {
      expect(await refusals(files, around)).toEqual(says);
    });
  });
}

/** A text of GITLAB.md: `J`, `p` and the like and `…` stand for anything. */
function patternOf(text: string): RegExp {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(escaped.replace(/\b[A-Zjp]\b|…/g, ".+"), "i");
}

/**
 * Every literal text of a section is tested by a row that says it, or stands in `unseen` with the
 * reason why no file can show it.
 */
export function covered(
  section: string,
  texts: readonly string[],
  rows: readonly { readonly text?: string; readonly says: readonly string[] }[],
  unseen: Readonly<Record<string, string>>,
): void {
  describe(`the texts of ${section}`, () => {
    test.each(texts)("%s", (text) => {
      const own = rows.filter((row) => row.text === text);
      if (Object.hasOwn(unseen, text)) {
        expect(own).toEqual([]);
        expect(unseen[text]?.length).toBeGreaterThan(10);
        return;
      }
      expect(own.length).toBeGreaterThan(0);
      for (const { says } of own) {
        expect(says.filter((each) => patternOf(text).test(each))).not.toEqual([]);
      }
    });

    test("nothing else is told of", () => {
      const named = [...rows.flatMap((row) => row.text ?? []), ...Object.keys(unseen)];
      expect(named.filter((text) => !texts.includes(text))).toEqual([]);
    });
  });
}
