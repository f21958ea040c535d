import { type Row, texts } from "./texts.ts";

/** What GitLab says of one keyword of a job `b`; each begins with `jobs:b`. */
const keywords: readonly Row[] = [
  ["rules: []", ":rules config can't be blank"],
  ["rules: x", " rules should be an array containing hashes and arrays of hashes"],
  ["rules: [{}]", ":rules:rule config can't be blank"],
  ["rules: [{interruptible: x}]", ":rules:rule interruptible should be a boolean value"],
  [
    "rules: [{when: delayed}]",
    ":rules:rule start in can't be blank",
    ":rules:rule start in should be a duration",
    ":rules:rule start in should not exceed the limit",
  ],
  ["rules: [{start_in: 1 day}]", ":rules:rule config contains disallowed keys: start_in"],
  ["rules: [{when: {a-b: [1, x]}}]", ':rules:rule when unknown value: {:"a-b"=>[1, "x"]}'],
  [
    "rules: [{changes: {compare_to: 1}}]",
    ":rules:rule:changes config missing required keys: paths",
    ":rules:rule:changes paths should be an array of strings",
    ":rules:rule:changes compare to should be a string",
  ],
  ["rules: [{changes: x}]", ":rules:rule:changes should be an array or a hash"],
  [
    "rules: [{exists: {paths: [x], ref: r}}]",
    ":rules:rule:exists config missing required keys: project",
  ],
  ["rules: [{variables: {A: {value: x}}}]", ":rules:rule:variables:a config must be a string"],
  [
    "rules: [{needs: [{pipeline: p, job: j}]}]",
    ":rules:rule:needs config uses invalid types: cross_dependency",
  ],
  ["only: main", ":only has to be either an array of conditions or a hash"],
  ["only: {kubernetes: on}", ":only kubernetes unknown value: true"],
  [
    "only: ['/(/']",
    ":only config should be an array of strings or regular expressions using re2 syntax",
  ],
  [
    "only: {variables: [$A ==, 1]}",
    ":only variables invalid expression syntax",
    ":only variables invalid expression syntax",
    ":only variables should be an array of strings",
  ],
  [
    "when: [x]",
    " when should be a string",
    " when should be one of: on_success, on_failure, always, manual, delayed",
  ],
  ["start_in: 1 day", " start in must be blank"],
  ["when: delayed, start_in: 2 weeks", " start in should not exceed the limit"],
  ["extends: []", ""],
  ["resource_group: 1", " resource group should be a string"],
  ["run: [{name: x}]", " config these keys cannot be used together: script, run"],
  ["allow_failure: 1", " allow failure should be a hash or a boolean value"],
  ["publish: p", " publish can only be used within a `pages` job"],
  [
    "pages: {expire_in: x, nope: 1}",
    ":pages config contains unknown keys: nope",
    ":pages expire in should be a duration",
  ],
  ["pages: {expire_in: $X}", ""],
  ["coverage: '/x'", ":coverage config must be a regular expression with re2 syntax"],
  ["stage: 1", ":stage config should be a string"],
  ["variables: {A: [1]}", "variable definition must be either a string or a hash"],
  [
    "variables: {A: {value: x, description: d}}",
    ":variables:a config uses invalid data keys: description",
  ],
  [
    "inherit: {default: [image, nope], variables: 1}",
    ":inherit:default config contains unknown values: nope",
    ":inherit:variables should be a bool or array of strings",
  ],
  [
    "environment: {name: e/, action: go}",
    ":environment name can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.', and spaces, but it cannot start or end with '/'",
    ":environment action should be start, stop, prepare, verify, or access",
  ],
  [
    `environment: {name: e, url: ${"u".repeat(256)}}`,
    ":environment url is too long (maximum is 255 characters)",
  ],
  ["environment: {name: e, kubernetes: x}", ":environment kubernetes should be a hash"],
  [
    "environment: {name: e, kubernetes: {flux_resource_path: p}}",
    ":environment:kubernetes namespace can't be blank",
    ":environment:kubernetes agent can't be blank",
  ],
  ["interruptible: x", ":interruptible config should be a boolean value"],
  ["hooks: x", ":hooks config should be a hash", ":hooks config should be a hash"],
  ["cache: x", ":caches config can only be a hash or an array"],
  ["cache: {key: 1}", ":cache:key should be a hash, a string or a symbol"],
  ["cache: {key: a/b}", ':cache:key config cannot contain the "/" character'],
  ["cache: {key: '..'}", ':cache:key config cannot be "." or ".."'],
  [
    "cache: {key: {prefix: p}}",
    ":cache:key config must use exactly one of these keys: files, files_commits",
  ],
  ["cache: {key: {files: []}}", ":cache:key:files config requires at least 1 item"],
  [
    "cache: {policy: get, when: x}",
    ":cache policy should be a variable or one of: pull-push, push, pull",
    ":cache when should be one of: on_success, on_failure, always",
  ],
  [
    "cache: {fallback_keys: [a, b, c, d, e, f]}",
    ":cache fallback keys has to many entries (maximum 5)",
  ],
  ["image: {}", ":image name should be a string", ":image name can't be blank"],
  ["image: {name: a, ports: [80]}", ":image config contains disallowed keys: ports"],
  [
    "image: {name: a, pull_policy: [often]}",
    ":image:pull_policy config contains unknown values: often",
  ],
  ["image: {name: a, pull_policy: often}", ":image:pull_policy config is not included in the list"],
  [
    "image: {name: a, docker: {usr: u}}",
    ":image executor opts object property at `/docker/usr` is a disallowed additional property",
  ],
  [
    "services: [{name: a, variables: {A: {value: b}}}]",
    ":services:service:variables:a config must be a string",
  ],
  ["services: [{name: a, alias: 1}]", ":services:service alias should be a string"],
  ["timeout: 2 months", ":timeout config should not exceed the limit"],
  ["retry: 3", "retry config must be less than or equal to 2"],
  [
    "retry: {max: x, exit_codes: x}",
    "retry max is not a number",
    "retry exit codes should be an array of integers or an integer",
  ],
  ["retry: {when: x}", "retry when is not included in the list"],
  [
    "artifacts: {access: all, public: true}",
    ":artifacts config these keys cannot be used together: access, public",
  ],
  ["artifacts: {expose_as: a}", ":artifacts paths can't be blank"],
  [
    "artifacts: {expose_as: a!, paths: ['*']}",
    ":artifacts paths can't contain '*' when used with 'expose_as'",
    ":artifacts expose as can contain only letters, digits, '-', '_' and spaces",
  ],
  ["artifacts: {expire_in: soon}", ":artifacts expire in should be a duration"],
  [
    "artifacts: {reports: {sast: 1}}",
    ":artifacts:reports sast should be an array of strings or a string",
    ":artifacts:reports sast should be an array of strings or a string",
  ],
  [
    "artifacts: {reports: {coverage_report: {coverage_format: x}}}",
    ":artifacts:reports:coverage_report coverage format must be one of supported formats: cobertura, jacoco.",
    ":artifacts:reports:coverage_report path can't be blank",
    ":artifacts:reports:coverage_report path should be a string",
  ],
  ["needs: x", ":needs config can only be a hash or an array"],
  ["needs: {}", ":needs config can not be an empty hash"],
  ["needs: [1]", ":needs:need has an unsupported type"],
  [
    "needs: [{job: [], parallel: {}}]",
    ":needs:need job should be a string",
    ":needs:need job can't be blank",
  ],
  ["needs: [{job: b, parallel: {}}]", ":needs:need:parallel config missing required keys: matrix"],
  [
    "release: {tag_name: t, description: d, released_at: x}",
    ":release released at must be a valid datetime",
  ],
  [
    "release: {tag_name: t, description: d, assets: {links: []}}",
    ":release:assets links can't be blank",
  ],
  ["parallel: x", ":parallel should be an integer or a hash"],
  ["parallel: 1.5", ":parallel config must be an integer"],
  ["parallel: {matrix: [{}]}", ":parallel:matrix:variables config requires at least 1 items"],
  ["cache: {policy: a$}", ""],
  ["environment: {name: e, action: false}", ""],
  [
    "environment: {name: e, action: true}",
    ":environment action should be a string",
    ":environment action should be start, stop, prepare, verify, or access",
  ],
  [`inputs: ${"x".repeat(60)}`, ":inputs config should be a hash"],
  [
    "inputs: {A: {type: x}}",
    ":inputs:a input type unknown value: x",
    ":inputs:a must have a default value",
  ],
];

const placed = (words: string): string =>
  /^(?:retry|variable) /.test(words) ? words : `jobs:b${words}`;

texts(
  "keywords",
  keywords.map(([keyword, ...errors]): Row => {
    const found = errors.filter((words) => words !== "");
    return [keyword, `b: {script: x, ${keyword}}`, ...found.map(placed)];
  }),
);

texts("keywords of the top", [
  [
    "workflow",
    "workflow: {rules: [{when: manual}], auto_cancel: {on_new_commit: x}}\nb: {script: x}",
    "workflow:rules:rule when unknown value: manual",
    "workflow:auto_cancel on new commit must be one of: conservative, interruptible, none",
  ],
  [
    "variables",
    "variables: {A: {value: a, options: [b]}, B: {description: [d]}}\nb: {script: x}",
    "variables:a config value must be present in options",
    "variables:b config description must be an alphanumeric string",
  ],
  [
    "stages",
    "stages: [a, 1]\nb: {script: x}",
    "stages config should be an array of strings or a nested array of strings up to 10 levels deep",
  ],
  [
    "default",
    "default: {script2: x}\nb: {script: x}",
    "default config contains unknown keys: script2",
  ],
  [
    "a job whose inherit is unsound takes nothing from default",
    "default: {interruptible: x}\nb: {script: x, inherit: {nope: x}}",
    "default:interruptible config should be a boolean value",
    "jobs:b:inherit config contains unknown keys: nope",
  ],
]);
