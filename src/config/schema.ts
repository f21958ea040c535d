import * as z from "zod";

const patterns = z.array(z.string());

const condition = z
  .strictObject({
    has: z.string().optional().describe("a file that the service's directory must hold"),
    tag: z.string().optional().describe("a tag that the service must carry"),
  })
  .describe("which services it is for; all parts must hold");

const generator = z
  .union([
    z.string(),
    z.strictObject({
      use: z.string().describe("as the short form: a built-in name or a path"),
      when: condition.optional(),
      with: z
        .record(z.string(), z.unknown())
        .optional()
        .describe("options handed to the generator as `ctx.options`"),
    }),
  ])
  .describe(
    "a built-in name (node, go, docker, make, include), or the path of a .ts, .js or .yml.hbs file from the configuration",
  );

const service = z.strictObject({
  root: z.string().describe("its directory, from the repository"),
  kind: z.enum(["service", "library"]).optional().describe("default: as discovered, else service"),
  dependsOn: z.array(z.string()).optional().describe("names of services that it is built from"),
  tags: z.array(z.string()).optional().describe("free words for generators to choose by"),
  inputs: patterns.optional().describe("paths outside its directory whose change affects it"),
  generators: z
    .array(generator)
    .optional()
    .describe("its own generators, in place of the common ones"),
  variables: z.record(z.string(), z.string()).optional().describe("CI variables for its jobs"),
});

/** The one source of the configuration's type, its checks, its JSON Schema and its documentation. */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe("for editors: the JSON Schema of this file"),
  gitlab: z
    .strictObject({
      version: z
        .string()
        .regex(/^\d+\.\d+/, "should be a version such as 18.11")
        .optional()
        .describe("GitLab's version (default: $CI_SERVER_VERSION); picks limits, mirror or depend"),
      plan: z
        .enum(["free", "premium", "ultimate"])
        .optional()
        .describe("GitLab.com's plan; leave it out for a self-managed instance without limits"),
      limits: z
        .record(z.string(), z.number().nonnegative())
        .optional()
        .describe("limits of this instance by name, as the report spells them; 0 is off"),
    })
    .default({}),
  base: z
    .strictObject({
      unknown: z
        .enum(["all", "fail"])
        .default("all")
        .describe("no base to compare with: everything is affected, or stop with exit code 3"),
    })
    .default({ unknown: "all" }),
  services: z
    .strictObject({
      discover: z
        .array(z.string())
        .default([])
        .describe("ecosystems whose manifests are read: npm, pnpm, yarn, go, docker"),
      define: z.record(z.string(), service).default({}).describe("services by name"),
      exclude: patterns.default([]).describe("directories in which nothing is discovered"),
    })
    .default({ discover: [], define: {}, exclude: [] }),
  everything: patterns.default([]).describe("paths whose change affects every service"),
  ignore: patterns.default([]).describe("paths whose change affects nothing"),
  pipeline: z
    .strictObject({
      stages: z
        .array(z.string())
        .default(["build", "test", "deploy"])
        .describe("stages of the child pipeline, in order"),
      default: z
        .record(z.string(), z.unknown())
        .optional()
        .describe("GitLab's `default` of the child"),
      variables: z
        .record(z.string(), z.unknown())
        .optional()
        .describe("GitLab's top-level `variables` of the child"),
      include: z.unknown().optional().describe("GitLab's `include` of the child"),
    })
    .default({ stages: ["build", "test", "deploy"] }),
  generators: z
    .array(generator)
    .default([])
    .describe("what makes jobs for an affected service; all whose condition holds take part"),
});

/** A configuration as the stages read it: defaults filled in. */
export type Config = z.output<typeof configSchema>;
/** A configuration as a person writes it. */
export type ConfigInput = z.input<typeof configSchema>;

/** JSON Schema (draft 2020-12) of the configuration file, for editors and docs. */
export const configJsonSchema = (): object => z.toJSONSchema(configSchema, { io: "input" });
