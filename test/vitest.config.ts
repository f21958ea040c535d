import { configDefaults, defineConfig } from "vitest/config";

/**
 * Files that need a process and modules of their own: they change what others would see, or their
 * helpers have hooks. test/architecture.test.ts holds that no others do. Those that start programs
 * stand here as well: loading is the least of what they take, and the longest should begin first.
 */
export const alone = [
  "test/e2e/**/*.test.ts",
  "test/preview/{page,page-*,mermaid-drawn}.test.ts",
  "test/affected/pattern-index.test.ts",
  "test/config/module.test.ts",
  "test/detect/git.test.ts",
  "test/downstream/redaction.test.ts",
];

/**
 * All tests, as `npm test` runs them. Most files share the modules of their worker: to load the
 * sources again for each took a third of the time. `npx vitest run --dir test` goes without this
 * file; there each is alone.
 */
export default defineConfig({
  test: {
    // Left to itself vitest keeps a processor free for its own part, which is small.
    maxWorkers: "100%",
    testTimeout: 180_000,
    globalSetup: "test/helpers/home.ts",
    // Vitest goes by the names of projects, then by the time or the size of files: these begin.
    projects: [
      { extends: true, test: { name: "alone", include: alone } },
      {
        extends: true,
        test: {
          name: "together",
          isolate: false,
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...alone],
        },
      },
    ],
  },
});
