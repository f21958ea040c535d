import { expect, test } from "vitest";
import { readWorkspace } from "../../../src/workspace/index.ts";
import fc from "../../helpers/property.ts";
import { complaints, type Files, outline, settings, treeOf, workspaceOf } from "../tree.ts";

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
      "services services library gradle",
      "services/worker worker service gradle",
    ],
    edges: [
      "api > logging services/api/build.gradle:8",
      "api > platform build.gradle:9",
      "api > pricing services/api/build.gradle:7",
      "logging > platform build.gradle:9",
      "pricing > logging libs/pricing/build.gradle:1",
      "pricing > platform build.gradle:9",
      "services > platform build.gradle:9",
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
    services: applied,
    worker: [...applied, ...around],
  });
  const { services } = await workspaceOf(shop, gradle);
  expect(services.find(({ name }) => name === "logging")?.inputs).toEqual([...applied, ...common]);
});

test("a build in Kotlin", async () => {
  const files = {
    "backend/settings.gradle.kts": `@file:Suppress("UnstableApiUsage")
pluginManagement { includeBuild("build-logic") }
rootProject.name = "acme-backend"
enableFeaturePreview("TYPESAFE_PROJECT_ACCESSORS")
include(":app", "libs:my-lib", ":libs:other_lib")
include(listOf(":tools:gen"))
project(":tools:gen").projectDir = rootDir.resolve("../generator")
project(":libs:other_lib").apply { projectDir = file("$rootDir/libs/other") }
`,
    "backend/build-logic/settings.gradle.kts": 'include("convention")\n',
    "backend/build-logic/convention/build.gradle.kts": "plugins { `kotlin-dsl` }\n",
    "backend/build-logic/convention/src/main/kotlin/acme.java.gradle.kts":
      'plugins { java }\n\ndependencies { implementation(platform(project(":libs:my-lib"))) }\n',
    "backend/build.gradle.kts": "plugins { alias(libs.plugins.spring.boot) apply false }\n",
    "backend/app/build.gradle.kts": `plugins {
  alias(libs.plugins.spring.boot)
}
val unused = "it's \${if (true) "project(':libs:none')" else ""}"
dependencies {
  implementation(projects.libs.myLib)
  testImplementation(testFixtures(projects.acmeBackend.libs.otherLib))
  runtimeOnly(project(mapOf("path" to ":tools:gen", "configuration" to "out")))
  implementation(files("../web/dist/app.js"))
}
`,
    "backend/libs/my-lib/build.gradle.kts":
      'dependencies { api(project(":tools:gen")) { isTransitive = false } }\n',
    "backend/libs/other/build.gradle.kts":
      'application { mainClass = "x" }\nplugins { application }\n',
    "generator/build.gradle.kts": "",
    "backend/web/dist/app.js": "",
  };
  expect(await outline(files, gradle)).toEqual({
    services: [
      "backend/app app service gradle",
      "backend/build-logic/convention convention library gradle",
      "generator generator library gradle",
      "backend/libs/my-lib my-lib library gradle",
      "backend/libs/other other service gradle",
    ],
    edges: [
      "app > convention backend/settings.gradle.kts:2",
      "app > generator backend/app/build.gradle.kts:8",
      "app > my-lib backend/app/build.gradle.kts:6",
      "app > other backend/app/build.gradle.kts:7",
      "generator > convention backend/settings.gradle.kts:2",
      "generator > my-lib backend/build-logic/convention/src/main/kotlin/acme.java.gradle.kts:3",
      "my-lib > convention backend/settings.gradle.kts:2",
      "my-lib > generator backend/libs/my-lib/build.gradle.kts:1",
      "other > convention backend/settings.gradle.kts:2",
      "other > my-lib backend/build-logic/convention/src/main/kotlin/acme.java.gradle.kts:3",
    ],
  });
  const { services } = await workspaceOf(files, gradle);
  expect(services.find(({ name }) => name === "app")?.inputs).toEqual([
    "backend/web/dist/app.js",
    ...common.map((name) => `backend/${name}`),
  ]);
});

const four = {
  "settings.gradle": "include 'app', 'a', 'b:c'\n",
  "app/build.gradle": "",
  "a/build.gradle": "",
  "b/c/build.gradle": "",
};

const uses = async (script: string, more: Files = {}) =>
  (await outline({ ...four, "app/build.gradle": script, ...more }, gradle)).edges;

test.each([
  ["implementation project(':a')", ["a"]],
  ["implementation project(path: ':a')", ["a"]],
  ["implementation project(configuration: 'x', path: ':a')", ["a"]],
  ['implementation(project(path = ":a", configuration = x))', ["a"]],
  ["implementation project(\n  ':b:c'\n)", ["c"]],
  ["tasks.x { dependsOn ':a:jar', \":b:c:test\" }", ["a", "c"]],
  ["[':a', ':b:c'].each { println it }", ["a", "c"]],
  ["x \"${project(':a').projectDir}/src\"", ["a"]],
  ["findProject(':a')", ["a"]],
  ["evaluationDependsOn(':b:c')", ["c"]],
  ["evaluationDependsOn(name)", ["a", "c"]],
  ["implementation projects.b.c", ["c"]],
  ["implementation(projects.a.dependencyProject)", ["a"]],
  ["def projects = []\nprojects.each { it.x }", []],
  ["implementation project(':app')", []],
  // In comments and inside of other words.
  ["// project(':a')\n/* project(':a') */ myproject(':')", []],
  ["project.version = 1\nproject(x: 1).y\n", ["a", "c"]],
  // Only the running script knows: any of them.
  ["implementation project(name)", ["a", "c"]],
  ['implementation project(":$name")', ["a", "c"]],
  ["implementation project(':' + name)", ["a", "c"]],
  ["implementation(projects.unknown)", ["a", "c"]],
  // Not in the settings: by its last name, else any.
  ["implementation project(':x:c')", ["c"]],
  ["implementation project(':nowhere')", ["a", "c"]],
])("the script %j", async (script, names) => {
  const found = (await uses(script)).map((edge) => edge.replace(/ app\/build\.gradle:\d+$/, ""));
  expect(found).toEqual(names.map((name) => `app > ${name}`));
});

test("an edge to any project names the line that is not understood", async () => {
  expect(await uses("x\nimplementation project(name)\n")).toEqual([
    "app > a app/build.gradle:2",
    "app > c app/build.gradle:2",
  ]);
});

test.each([
  ["subprojects { dependencies { x project(':a') } }", ["app > a", "c > a"]],
  ["allprojects {\n  dependencies {\n    x project(':a')\n  }\n}", ["app > a", "c > a"]],
  [
    "configure(subprojects - project(':a')) { dependencies { x project(':a') } }",
    ["app > a", "c > a"],
  ],
  [
    "subprojects.findAll { it.name != 'a' }.each { p -> p.dependencies { x project(':a') } }",
    ["app > a", "c > a"],
  ],
  [
    "def some = subprojects.findAll { true }\nsome.each { p ->\n p.dependencies { x project(':a') }\n}",
    ["app > a", "c > a"],
  ],
  ["project(':app') { dependencies { x project(':a') } }", ["app > a"]],
  ["project(':app').dependencies { x project(':a') }", ["app > a"]],
  ["configure([project(':app')]) { dependencies { x project(':a') } }", ["app > a", "c > a"]],
  // Who goes through all of them does so for itself.
  ["subprojects.each { x project(it.path) }", []],
  ["subprojects.each { evaluationDependsOn(it.path) }", []],
  [
    "subprojects.each { p -> p.dependencies { x project(name) } }",
    ["a > app", "a > c", "app > a", "app > c", "c > a", "c > app"],
  ],
  ["subprojects {}\nx project(':a')", []],
  ["subprojects {}\ntask x { y project(':a') }", []],
  // A path is a question here, and a task there.
  ["subprojects { if (path == ':a') { x } }", []],
  ["subprojects { jar.dependsOn ':a:generate' }", ["app > a", "c > a"]],
  ["project(':app') { x = ':a' }", ["app > a"]],
])("the script around others %j", async (script, names) => {
  const { edges } = await outline({ ...four, "build.gradle": script }, gradle);
  expect(edges.map((edge) => edge.replace(/ build\.gradle:\d+$/, ""))).toEqual(names);
});

test("a script that is around others and has dependencies, or sources, is a service", async () => {
  const names = async (files: Files) =>
    (await workspaceOf({ ...four, ...files }, gradle)).services.map(({ name }) => name);
  expect(await names({ "build.gradle": "buildscript { dependencies { classpath 'x' } }" })).toEqual(
    ["a", "app", "c"],
  );
  expect(await names({ "build.gradle": "dependencies { x project(':a') }" })).toEqual([
    "a",
    "app",
    "c",
    "root",
  ]);
  expect(await names({ "src/main/java/A.java": "" })).toEqual(["a", "app", "c", "root"]);
  expect(await names({ "b/build.gradle": "", "b/src/main/java/A.java": "" })).toEqual([
    "a",
    "app",
    "b",
    "c",
  ]);
  expect(await names({ "src/a/b.txt": "", "settings.gradle": "include 'src:a'" })).toEqual(["a"]);
});

test.each([
  // Settings that must run to tell their projects.
  ["['a', 'b'].each { include \"x:$it\" }", 1],
  ["\nfile('.').eachDir { include it.name }", 2],
  ["fileTree(dir: '.', include: '**/build.gradle').each { add(it) }", 1],
  ["fileTree('.').include('**/build.gradle')", 1],
  ["include 'a'\ninclude(*names)", 2],
  ["def include(x) {}\ninclude prefix + 'a'", 2],
  ["include 'a'\nrootProject.children.each { it.projectDir = file(\"x/$it.name\") }", 2],
  ["include 'a'\nproject(':a').projectDir = where('a')", 2],
  ["apply from: name", 1],
  ["include 'q' + ':a'", 1],
  ["project(':a').name = 'b'\nchildren.each { it.projectDir = file('x') }", 2],
  ["project(':a').apply { x }\nprojectDir = file('x')", 2],
  // A plugin may do it.
  ["plugins { id 'com.example.modules' }", 0],
  ["// nothing", 0],
])("every directory with a build file counts where the settings are %j", async (text, line) => {
  const files = {
    "settings.gradle": text,
    "a/build.gradle": "dependencies { x project(':core') }",
    "x/core/build.gradle.kts": "",
    "x/named/named.gradle": "dependencies { x(projects.core) }",
    "x/none/other.gradle": "",
    "other/settings.gradle": "include 'a'",
    "other/a/build.gradle": "",
    "other/unlisted/build.gradle": "",
    "buildSrc/build.gradle": "'",
    "a/src/test/resources/fixture/build.gradle": "'",
  };
  expect(await outline(files, gradle)).toEqual({
    services: [
      "a a library gradle",
      "x/core core library gradle",
      "x/named named library gradle",
      "other/a other/a library gradle",
    ],
    edges: ["a > core a/build.gradle:1", "named > core x/named/named.gradle:1"],
  });
  expect(await told(files)).toEqual([
    `warning GRADLE_COMPUTED settings.gradle${line ? `:${line}` : ""}`,
  ]);
  expect(await told(files, ["settings.gradle"])).toEqual([]);
});

test("places of projects", async () => {
  const text = `
include 'a', 'a:inner', ':b', 'c', 'd', 'e:f', 'out', 'p', 'q'
includeFlat 'flat'
project(':a').projectDir = new File(rootDir, 'x/a')
project(':b').projectDir = new File(project(':a').projectDir, '../b')
project(':c').projectDir = project(':d').projectDir
project(":d").projectDir = file("\${settings.rootDir}/x/d")
project(':out').projectDir = file('../../out')
project(':p').projectDir = project(':q').projectDir
project(':q').projectDir = project(':p').projectDir
`;
  const files = {
    "build/settings.gradle": text,
    "build/x/a/A.java": "",
    "build/x/a/inner/A.java": "",
    "build/x/b/A.java": "",
    "build/x/d/A.java": "",
    "build/e/f/A.java": "",
    "flat/A.java": "",
    "out/A.java": "",
  };
  const { services } = await workspaceOf(files, gradle);
  expect(services.map(({ root }) => root)).toEqual([
    "build/x/a",
    "build/x/b",
    "build/x/d",
    "build/e/f",
    "flat",
    "build/x/a/inner",
  ]);
});

test("builds that include each other", async () => {
  const files = {
    "settings.gradle.kts": `includeBuild("api")
includeBuild("core") { dependencySubstitution { } }
includeBuild("../outside")
includeBuild("plain")
`,
    "api/settings.gradle.kts":
      'rootProject.name = "api"\nincludeBuild("../plugins")\ninclude("server")\n',
    "api/server/build.gradle.kts": `dependencies {
  implementation("com.acme:core-model:1.0")
  implementation(libs.acme.util)
  implementation(libs.other)
  implementation(":not:a:coordinate")
}
`,
    "api/gradle/libs.versions.toml": `[libraries]
acme-util = { module = "com.acme:util", version = "1" }
other = "com.example:model:1"
`,
    "core/settings.gradle.kts": 'include("core-model", "util", "model")\n',
    "core/core-model/build.gradle.kts": 'x("com.acme:util:1")',
    "core/util/build.gradle.kts": 'x("com.acme:util:1")',
    "core/model/build.gradle.kts": "bundle(libs.bundles.all)",
    "core/gradle/libs.versions.toml":
      '[libraries]\na = { group = "g", name = "server" }\n[bundles]\nall = ["a"]\n',
    "plugins/src/main/groovy/P.groovy": "",
    // A build without settings.
    "plain/build.gradle.kts": "",
    // Not built with the others.
    "elsewhere/settings.gradle": "",
    "elsewhere/build.gradle": "x 'com.acme:util:1'",
  };
  expect(await outline(files, gradle)).toEqual({
    services: [
      "core/core-model core-model library gradle",
      "elsewhere elsewhere library gradle",
      "core/model model library gradle",
      "plain plain library gradle",
      "api/server server library gradle",
      "core/util util library gradle",
    ],
    edges: [
      "core-model > util core/core-model/build.gradle.kts:1",
      "model > server core/model/build.gradle.kts:1",
      "server > core-model api/server/build.gradle.kts:2",
      "server > model api/server/build.gradle.kts:4",
      "server > util api/server/build.gradle.kts:3",
    ],
  });
  const { services } = await workspaceOf(files, gradle);
  expect(services.find(({ name }) => name === "server")?.inputs).toEqual([
    "plugins/**",
    ...common.map((name) => `api/${name}`),
  ]);
});

test("a build that must run to tell which others it includes", async () => {
  const files = {
    "app/settings.gradle": "new File('libs').eachDir { includeBuild it }\nincludeBuild '..'",
    "app/build.gradle": "",
    "app/libs/a/settings.gradle": "",
    "app/libs/a/build.gradle": "",
    "b/settings.gradle": "",
    "b/build.gradle": "",
  };
  expect((await outline(files, gradle)).edges).toEqual(["app > a app/settings.gradle:1"]);
  expect(await told(files)).toEqual(["warning GRADLE_COMPUTED app/settings.gradle:1"]);
  const { services } = await workspaceOf(files, gradle);
  expect(services.flatMap(({ inputs }) => inputs)).not.toContain("**");
});

test("projects that plugins in buildSrc give", async () => {
  const files = {
    ...four,
    "buildSrc/src/main/kotlin/Plugin.kt":
      'fun x() {\n  add(project(":a"))\n  add(":nowhere", ":/", "\'")\n',
  };
  expect((await outline(files, gradle)).edges).toEqual([
    "app > a buildSrc/src/main/kotlin/Plugin.kt:2",
    "c > a buildSrc/src/main/kotlin/Plugin.kt:2",
  ]);
});

test("scripts that a script applies, and files and directories that they name", async () => {
  const files = {
    ...four,
    "app/build.gradle": `
apply from: "../gradle/one.gradle"
apply from: rootProject.file('gradle/two.gradle')
apply from: "$someDir/three.gradle"
apply(from: "https://example.com/four.gradle")
apply from: 'gone.gradle'
sourceSets { main { java.srcDirs += "../shared/src" ; java.srcDirs += ['src/main/gen', '..', '../../../outside/x'] } }
copy { from "$rootDir/a/build/libs/a.jar"; from file("\${project.rootDir}/b/c/build.gradle"); from "$buildDir/x.txt" }
`,
    "app/src/main/gen/A.java": "",
    "gradle/one.gradle":
      "dependencies { x project(':a') }\napply from: 'five.gradle'\napply from: \"$rootDir/gradle/one.gradle\"",
    "gradle/two.gradle": "dependencies { x project(':b:c') }",
    "tools/three.gradle": "// nothing",
    "four.gradle": "",
    "app/five.gradle": "",
    "shared/src/A.java": "",
  };
  expect((await outline(files, gradle)).edges).toEqual([
    "app > a app/build.gradle:8",
    "app > c gradle/two.gradle:1",
  ]);
  expect((await inputsOf(files)).app).toEqual([
    "gradle/one.gradle",
    "gradle/two.gradle",
    "tools/three.gradle",
    "shared/src/**",
    "b/c/build.gradle",
  ]);
  const unknown = { ...four, "app/build.gradle": "apply from: script\n" };
  expect((await inputsOf(unknown)).app).toEqual(["gradle/**"]);
});

test("what a script around others reads reaches them", async () => {
  const files = {
    ...four,
    "build.gradle":
      "version = file('VERSION.txt').text\nx 'app/build.gradle'\nproject(':a') { from \"$rootDir/LICENSE\" }\napply from: 'gradle/all.gradle'\n",
    "VERSION.txt": "1",
    LICENSE: "",
    "gradle/all.gradle": "subprojects { dependencies { x project(':a') } }",
  };
  expect(await inputsOf(files)).toEqual({
    a: ["VERSION.txt", "LICENSE", "gradle/all.gradle"],
    app: ["VERSION.txt", "gradle/all.gradle"],
    c: ["VERSION.txt", "gradle/all.gradle"],
  });
  expect((await outline(files, gradle)).edges).toEqual([
    "app > a gradle/all.gradle:1",
    "c > a gradle/all.gradle:1",
  ]);
});

test("one project, with and without settings", async () => {
  const files = {
    "settings.gradle": "rootProject.name = 'acme'",
    "build.gradle": "plugins { id 'war' }",
    "gradle/libs.versions.toml": "",
  };
  expect(await outline(files, gradle)).toEqual({ services: [". acme service gradle"], edges: [] });
  const lone = {
    "x/build.gradle": "",
    "x/y/build.gradle.kts": 'x(project(":a"))',
    "z/helper.gradle": "",
  };
  expect(await outline(lone, gradle)).toEqual({
    services: ["x x library gradle", "x/y y library gradle"],
    edges: [],
  });
});

test.each([
  ["plugins { id('application') }", "service"],
  ["plugins { application }", "service"],
  ["plugins {\n  alias(libs.plugins.springBoot)\n}", "service"],
  ["plugins { id 'org.springframework.boot' version '3' }", "service"],
  ["apply plugin: 'war'", "service"],
  ["plugins { id 'com.google.cloud.tools.jib' version '3' }", "service"],
  ["plugins { id 'com.android.application' }", "service"],
  ["plugins { id 'org.springframework.boot' version '3' apply false }", "library"],
  ["plugins { id 'java-library' }\nlog 'application'", "library"],
])("%j makes a %s", async (text, kind) => {
  const { services } = await workspaceOf({ "build.gradle": text }, gradle);
  expect(services.map((service) => service.kind)).toEqual([kind]);
});

const next = "Mend the file, or leave it out with services.exclude";
test.each([
  ["settings.gradle", "include 'a\n", "settings.gradle:1: a string is never closed"],
  ["settings.gradle.kts", "include(\n", "settings.gradle.kts:1: ( is never closed"],
  ["a/build.gradle", "\n/* x", "a/build.gradle:2: a comment is never closed"],
  ["b/c/build.gradle.kts", "x {\n]", "b/c/build.gradle.kts:2: ] closes nothing"],
  ["gradle/x.gradle", "}", "gradle/x.gradle:1: } closes nothing"],
  ["gradle/libs.versions.toml", "a = ", "gradle/libs.versions.toml:1:5: invalid value"],
])("%s that reads %j", async (path, text, problem) => {
  const files: Files = {
    ...four,
    "app/build.gradle": "apply from: '../gradle/x.gradle'",
    "gradle/x.gradle": "",
    "other/settings.gradle": "includeBuild '..'",
    [path]: text,
  };
  if (path === "settings.gradle.kts") delete (files as Record<string, unknown>)["settings.gradle"];
  expect(await complaints(files, gradle)).toEqual([`MANIFEST_SYNTAX ${problem}. ${next}`]);
  expect(await complaints(files, { ...gradle, exclude: [path] })).toEqual([]);
});

test("names that every object has, and a circle", async () => {
  const files = {
    "settings.gradle": "include '__proto__', 'constructor'",
    "__proto__/build.gradle": "x project(':constructor')",
    "constructor/build.gradle": "x(projects.__proto__); x(projects.toString)",
  };
  expect((await outline(files, gradle)).edges).toEqual([
    "__proto__ > constructor __proto__/build.gradle:1",
    "constructor > __proto__ constructor/build.gradle:1",
  ]);
});

test("whatever scripts say, they are read or told", async () => {
  const words = fc.constantFrom(
    ..."include project projects apply from subprojects dependencies each projectDir rootProject".split(
      " ",
    ),
    ..."( ) { } , = : . ; ' \" \n ${ $x //".split(" "),
    "':a'",
    "'../x.gradle'",
    '"$rootDir/b/c"',
    "includeBuild",
    "rootDir",
  );
  const script = fc.array(words, { maxLength: 12 }).map((parts) => parts.join(" "));
  await fc.assert(
    fc.asyncProperty(script, script, script, async (one, two, three) => {
      const files = {
        ...four,
        "settings.gradle": one,
        "build.gradle": two,
        "app/build.gradle": three,
      };
      const told = await complaints(files, gradle);
      expect(told.filter((each) => !each.startsWith("MANIFEST_SYNTAX"))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
