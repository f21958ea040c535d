import { group } from "./row.ts";

const page = "ci/yaml/";
const limits = "administration/cicd/limits/";

/** Files that GitLab cannot take as a configuration, and what is put together across it. */
export const yaml = group({
  "configuration-missing": {
    says: "Missing CI config file",
    docs: "GitLab finds no configuration under the path that the project names (`.gitlab-ci.yml` unless its settings say otherwise).",
    hint: "Check the path, and that the file is committed",
    page,
  },
  "configuration-empty": {
    says: "Please provide content of .gitlab-ci.yml",
    docs: "The file is empty.",
    hint: "Write at least one job",
    page,
  },
  "configuration-form": {
    says: "Invalid configuration format",
    docs: "A configuration is a hash: names of keywords and jobs, each with a colon. GitLab says this of a list, of a text, and of a page of HTML that came instead of a file.",
    hint: "Write names followed by a colon",
    page,
  },
  "yaml-too-big": {
    says: "The parsed YAML is too big",
    docs: "GitLab adds up what each value takes in memory after reading a file: 2 MiB by default, about 350 kB of usual text. An alias counts again at every use, and so does a reference that is followed. More than 100 levels are told the same.",
    hint: "Split the file, or use `extends` and `default` in place of aliases",
    page: limits,
  },
  "file-too-big": {
    says: "The provided YAML is too big",
    docs: "The text of one file is longer than GitLab reads, 2 MiB by default.",
    hint: "Split the file with `include`, or into child pipelines",
    page: limits,
  },
  "yaml-class": {
    says: "Tried to load unspecified class: …",
    docs: "Without quotes the value reads as a date or a time, or its tag makes it an object of Ruby, and GitLab lets nothing but plain values into a configuration.",
    hint: "Put it in quotes, or take its tag out",
    page,
  },
  "extends-missing-job": {
    says: "…: unknown keys in `extends` (…)",
    docs: "`extends` names a job that is neither in this file nor in one that it includes.",
    hint: "Name a job that there is; hidden ones begin with a dot",
    page: "ci/yaml/#extends",
  },
  "extends-form": {
    says: "…: invalid base hashes in `extends` (…)",
    docs: "`extends` names a key that holds a text or a list. Only hashes can be merged into a job.",
    hint: "Name a job or a hidden job with keywords of its own",
    page: "ci/yaml/#extends",
  },
  "extends-too-deep": {
    says: "…: nesting too deep in `extends`",
    docs: "GitLab follows `extends` through ten levels.",
    hint: "Take levels out: a job can extend several others side by side",
    page: "ci/yaml/#extends",
  },
  "circular-extends": {
    says: "…: circular dependency detected in `extends`",
    docs: "A job extends itself, straight or by way of others, so there is nothing to begin with.",
    hint: "Take one `extends` of the circle out",
    page: "ci/yaml/#extends",
  },
  "reference-missing": {
    says: "!reference […] could not be found",
    docs: "`!reference` leads to a key that there is not, or that holds nothing or `false`.",
    hint: "Check each name on the way; the file that holds it has to be included here",
    page: "ci/yaml/yaml_optimization/#reference-tags",
  },
  "reference-circle": {
    says: "!reference […] is part of a circular chain",
    docs: "References lead back to where they began, so they have no value.",
    hint: "Write the value out in one of them",
    page: "ci/yaml/yaml_optimization/#reference-tags",
  },
});
