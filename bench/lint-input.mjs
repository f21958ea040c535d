// A .gitlab-ci.yml of many jobs, the same at every call: hidden jobs to extend, rules, needs, all
// as a repository of a few hundred services has them.

const stages = ["build", "test", "scan", "deploy"];

const base = `# Made by bench/lint-input.mjs
workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH

stages: [${stages.join(", ")}]

default:
  interruptible: true
  image: alpine:3.20

.job:
  retry:
    max: 1
    when: [runner_system_failure]
  variables:
    LEVEL: base

.main:
  rules: &main
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH

`;

const material = stages
  .map(
    (stage) => `.${stage}:
  extends: .job
  stage: ${stage}
  variables:
    STAGE: ${stage}
  script:
    - ./ci/${stage}.sh "$SERVICE"

`,
  )
  .join("");

/** The four jobs of one service; every third needs the service before it. */
function service(index) {
  const name = `service-${index}`;
  const before = index % 3 === 2 ? `\n    - service-${index - 1}:build` : "";
  return `${name}:build:
  extends: .build
  needs:${before || " []"}
  variables:
    SERVICE: ${name}
  artifacts:
    paths:
      - ${name}/out
    expire_in: 1 week

${name}:test:
  extends: .test
  needs: ["${name}:build"]
  variables:
    SERVICE: ${name}

${name}:scan:
  extends: .scan
  needs: []
  allow_failure: true
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
      changes:
        - ${name}/**/*
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  variables:
    SERVICE: ${name}

${name}:deploy:
  extends: .deploy
  rules: *main
  needs:
    - ${name}:test
    - job: ${name}:scan
      optional: true
  resource_group: ${name}
  environment: ${name}
  variables:
    SERVICE: ${name}

`;
}

/** The text of a configuration of `jobs` visible jobs; a multiple of four. */
export function lintInput(jobs) {
  const services = Array.from({ length: jobs / stages.length }, (_, index) => service(index));
  return base + material + services.join("");
}
