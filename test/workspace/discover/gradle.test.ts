import { expect, test } from "vitest";
import { readWorkspace } from "../../../src/workspace/index.ts";
import { type Files, outline, settings, treeOf, workspaceOf } from "../tree.ts";

const gradle = { discover: ["gradle"] };

/** Inputs by service, without those that every project of a build at the repository's root has. */
const inputsOf = async (files: Files) => {
  const { services } = await workspaceOf(files, gradle);
  return Object.fromEntries(
    services.map(({ name, inputs }) => [name, inputs.filter((input) => !common.includes(input))]),
  );
};

const common = [
  "*.gradle",
  "*.gradle.kts",
  "gradle.properties",
  "gradle/*.versions.toml",
  "gradle/gradle-daemon-jvm.properties",
  "gradle/verification-*",
  "gradle/wrapper/**",
  "buildSrc/**",
  "buildscript-gradle.lockfile",
  "settings-gradle.lockfile",
];

const told = async (files: Files, exclude: string[] = []) =>
  (await readWorkspace(treeOf(files), settings({ ...gradle, exclude }))).diagnostics
    .filter(({ code }) => code !== "SERVICE_CYCLE")
    .map(({ code, severity, where }) => `${severity} ${code} ${where}`);

/** A shop in Groovy. */
const shop = {
  "settings.gradle": [
    "rootProject.name = 'shop'",
    "// include ':old'",
    "/* include ':older' */",
    "include ':services:api',",
    "        ':services:worker' // the slow one",
    'include "libs:pricing", ":libs:log"',
    "include(':gone')",
    "include ':platform'",
    "project(':platform').projectDir = new File(settingsDir, 'build/platform')",
    "project(':libs:log').projectDir = file('libs/logging')",
    "project(':libs:log').buildFileName = 'log.gradle'",
    "",
  ].join("\r\n"),
  "build.gradle": `buildscript {
  dependencies { classpath 'com.example:plugin:1.0' }
}
allprojects {
  apply from: "$rootDir/gradle/java.gradle"
}
subprojects {
  dependencies {
    implementation platform(project(':platform'))
  }
}
project(':services:worker') {
  dependencies { implementation project(':libs:pricing') }
}
`,
  "README.md": "",
  "gradle/java.gradle": `apply plugin: 'java'
checkstyle { configFile = rootProject.file('config/checkstyle.xml') }
`,
  "config/checkstyle.xml": "",
  "services/build.gradle": "// nothing\n",
  "services/api/build.gradle": `plugins {
  id 'java'
  id 'org.springframework.boot' version '3.4.0'
}
dependencies {
  // implementation project(':libs:old')
  implementation project(':libs:pricing')
  testImplementation(testFixtures(project(path: ':libs:log', configuration: 'fixtures')))
  implementation 'com.example:log:1.0'
}
`,
  "services/worker/build.gradle": `apply plugin: 'application'
evaluationDependsOn ':services:api'
`,
  "libs/pricing/build.gradle": `dependencies { api project(":libs:log") }
tasks.named('jar') { dependsOn ':platform:jar' }
`,
  "libs/logging/log.gradle": "// nothing\n",
  "libs/unlisted/build.gradle": "",
  "build/platform/build.gradle": "plugins { id 'java-platform' }\n",
};

test("a build in Groovy", async () => {
  expect(await outline(shop, gradle)).toEqual({
    services: [
      "services/api api service gradle",
      "libs/logging logging library gradle",
      "build/platform platform library gradle",
      "libs/pricing pricing library gradle",
      "services/worker worker service gradle",
    ],
    edges: [
      "api > logging services/api/build.gradle:8",
      "api > platform build.gradle:9",
      "api > pricing services/api/build.gradle:7",
      "logging > platform build.gradle:9",
      "pricing > logging libs/pricing/build.gradle:1",
      "pricing > platform build.gradle:9",
      "worker > api services/worker/build.gradle:2",
      "worker > platform build.gradle:9",
      "worker > pricing build.gradle:13",
    ],
  });
  expect(await told(shop)).toEqual([]);
});

test("scripts around a project, and files that they name, are its inputs", async () => {
  const applied = ["gradle/java.gradle", "config/checkstyle.xml"];
  const around = ["services/*.gradle", "services/*.gradle.kts", "services/gradle.properties"];
  expect(await inputsOf(shop)).toEqual({
    api: [...applied, ...around],
    logging: applied,
    platform: applied,
    pricing: applied,
    worker: [...applied, ...around],
  });
  const { services } = await workspaceOf(shop, gradle);
  expect(services.find(({ name }) => name === "logging")?.inputs).toEqual([...applied, ...common]);
});
