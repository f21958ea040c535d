import { expect, test } from "vitest";
import fc from "../../helpers/property.ts";
import { complaints, type Files, outline, workspaceOf } from "../tree.ts";

const maven = { discover: ["maven"] };

/** A pom.xml of these lines: the first of them is line 3. */
const pom = (...lines: readonly string[]): string =>
  ['<?xml version="1.0" encoding="UTF-8"?>', "<project>", ...lines, "</project>", ""].join("\n");

const inputsOf = async (files: Files) =>
  Object.fromEntries(
    (await workspaceOf(files, maven)).services.map(({ name, inputs }) => [name, inputs]),
  );

/** A shop: a root that holds it together, a parent of its own, a BOM, services and libraries. */
const shop = {
  "pom.xml": pom(
    "<groupId>org.acme.shop</groupId>",
    "<artifactId>shop</artifactId>",
    "<version>${revision}</version>",
    "<packaging>pom</packaging>",
    "<modules><module>parent</module><module>bom</module><module>libs</module></modules>",
    "<properties><revision>1.0.0-SNAPSHOT</revision><log.artifact>log</log.artifact></properties>",
    "<profiles><profile><id>all</id><modules>",
    "  <module>services/api</module>",
    "  <module>services\\worker</module>",
    "</modules></profile></profiles>",
  ),
  "README.md": "# Shop\n",
  ".mvn/jvm.config": "-Xmx2g\n",
  "parent/pom.xml": pom(
    "<parent><groupId>org.acme.shop</groupId><artifactId>shop</artifactId>",
    "  <version>${revision}</version></parent>",
    "<artifactId>shop-parent</artifactId>",
    "<packaging>pom</packaging>",
    "<dependencyManagement><dependencies>",
    "  <dependency><groupId>${project.groupId}</groupId><artifactId>shop-bom</artifactId>",
    "    <version>${project.version}</version><type>pom</type><scope>import</scope></dependency>",
    "  <dependency><groupId>${project.groupId}</groupId><artifactId>pricing</artifactId></dependency>",
    "</dependencies></dependencyManagement>",
    "<build><pluginManagement><plugins>",
    "  <plugin><artifactId>maven-checkstyle-plugin</artifactId><dependencies>",
    "    <dependency><groupId>org.acme.shop</groupId><artifactId>rules</artifactId></dependency>",
    "  </dependencies></plugin>",
    "  <plugin><groupId>com.example</groupId><artifactId>never-used</artifactId><dependencies>",
    "    <dependency><groupId>org.acme.shop</groupId><artifactId>pricing</artifactId></dependency>",
    "  </dependencies></plugin>",
    "</plugins></pluginManagement></build>",
  ),
  "bom/pom.xml": pom(
    "<parent><groupId>org.acme.shop</groupId><artifactId>shop</artifactId></parent>",
    "<artifactId>shop-bom</artifactId>",
    "<packaging>pom</packaging>",
    "<dependencyManagement><dependencies>",
    "  <dependency><groupId>org.acme.shop</groupId><artifactId>log</artifactId></dependency>",
    "</dependencies></dependencyManagement>",
  ),
  "libs/pom.xml": pom(
    "<parent><groupId>org.acme.shop</groupId><artifactId>shop-parent</artifactId>",
    "  <relativePath>../parent</relativePath></parent>",
    "<artifactId>libs</artifactId>",
    "<packaging>pom</packaging>",
    "<modules><module>log</module><module>pricing</module><module>rules/rules-pom.xml</module></modules>",
  ),
  "libs/log/pom.xml": pom(
    "<parent><groupId>org.acme.shop</groupId><artifactId>libs</artifactId></parent>",
    "<artifactId>log</artifactId>",
  ),
  "libs/pricing/pom.xml": pom(
    "<parent><groupId>org.acme.shop</groupId><artifactId>libs</artifactId></parent>",
    "<artifactId>pricing</artifactId>",
    "<dependencies>",
    "  <dependency>",
    "    <groupId>${project.groupId}</groupId>",
    "    <artifactId>${log.artifact}</artifactId>",
    "  </dependency>",
    "</dependencies>",
  ),
  "libs/rules/rules-pom.xml": pom(
    "<parent><groupId>org.acme</groupId><artifactId>elsewhere</artifactId><relativePath/></parent>",
    "<groupId>org.acme.shop</groupId><artifactId>rules</artifactId>",
  ),
  "services/api/pom.xml": pom(
    "<parent><groupId>org.acme.shop</groupId><artifactId>shop-parent</artifactId>",
    "  <relativePath>../../parent/pom.xml</relativePath></parent>",
    "<artifactId>api</artifactId>",
    "<dependencies>",
    "  <dependency><groupId>org.acme.shop</groupId><artifactId>pricing</artifactId>",
    "    <exclusions><exclusion>",
    "      <groupId>org.acme.shop</groupId><artifactId>worker</artifactId>",
    "    </exclusion></exclusions></dependency>",
    "  <dependency><groupId>org.junit</groupId><artifactId>log</artifactId></dependency>",
    "</dependencies>",
    "<build><plugins><plugin>",
    "  <groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId>",
    "</plugin></plugins></build>",
  ),
  "services/api/src/test/resources/broken/pom.xml": "@groupId@",
  "services/worker/pom.xml": pom(
    "<parent><groupId>org.acme.shop</groupId><artifactId>shop-parent</artifactId>",
    "  <relativePath>../../parent/pom.xml</relativePath></parent>",
    "<artifactId>worker</artifactId><packaging>war</packaging>",
    "<profiles><profile><id>p</id><dependencies>",
    "  <dependency><groupId>${somewhere}</groupId><artifactId>log</artifactId></dependency>",
    "</dependencies></profile></profiles>",
  ),
};

test("a reactor", async () => {
  expect(await outline(shop, maven)).toEqual({
    services: [
      "services/api api service maven",
      "bom bom library maven",
      "libs/log log library maven",
      "parent parent library maven",
      "libs/pricing pricing library maven",
      "libs/rules rules library maven",
      "services/worker worker service maven",
    ],
    edges: [
      "api > bom parent/pom.xml:8",
      "api > parent services/api/pom.xml:3",
      "api > pricing services/api/pom.xml:7",
      "api > rules parent/pom.xml:14",
      "log > bom parent/pom.xml:8",
      "log > parent libs/pom.xml:3",
      "log > rules parent/pom.xml:14",
      "parent > bom parent/pom.xml:8",
      "parent > rules parent/pom.xml:14",
      "pricing > bom parent/pom.xml:8",
      "pricing > log libs/pricing/pom.xml:6",
      "pricing > parent libs/pom.xml:3",
      "pricing > rules parent/pom.xml:14",
      "worker > bom parent/pom.xml:8",
      "worker > log services/worker/pom.xml:7",
      "worker > parent services/worker/pom.xml:3",
      "worker > rules parent/pom.xml:14",
    ],
  });
});

test("files of parents that only hold others together are inputs, as are Maven's settings", async () => {
  const root = [".mvn/**"];
  expect(await inputsOf(shop)).toEqual({
    api: ["pom.xml", ...root],
    bom: ["pom.xml", ...root],
    log: ["libs/pom.xml", "pom.xml", "libs/.mvn/**", ...root],
    parent: ["pom.xml", ...root],
    pricing: ["libs/pom.xml", "pom.xml", "libs/.mvn/**", ...root],
    rules: ["libs/.mvn/**", ...root],
    worker: ["pom.xml", ...root],
  });
});

const named = (name: string, ...lines: readonly string[]) =>
  pom(`<groupId>g</groupId><artifactId>${name}</artifactId>`, ...lines);

test("whatever names an artifact is an edge", async () => {
  const artifact = (name: string) => `<groupId>g</groupId><artifactId>${name}</artifactId>`;
  const files = {
    "app/pom.xml": named(
      "app",
      "<build>",
      `<extensions><extension>${artifact("wagon")}</extension></extensions>`,
      `<plugins><plugin>${artifact("codegen-plugin")}</plugin>`,
      "<plugin><artifactId>maven-compiler-plugin</artifactId><configuration>",
      `  <annotationProcessorPaths><path>${artifact("processor")}</path></annotationProcessorPaths>`,
      "</configuration></plugin>",
      "<plugin><artifactId>maven-dependency-plugin</artifactId><executions><execution>",
      `  <configuration><artifactItems><artifactItem>${artifact("assets")}</artifactItem>`,
      "  </artifactItems></configuration></execution></executions></plugin>",
      "</plugins></build>",
      `<reporting><plugins><plugin>${artifact("site")}</plugin></plugins></reporting>`,
      "<distributionManagement><relocation>",
      `  ${artifact("moved")}`,
      "</relocation></distributionManagement>",
    ),
    "assets/pom.xml": named("assets"),
    "codegen/pom.xml": named("codegen-plugin"),
    "moved/pom.xml": named("moved"),
    "processor/pom.xml": named("processor"),
    "site/pom.xml": named("site"),
    "wagon/pom.xml": named("wagon"),
  };
  expect((await outline(files, maven)).edges).toEqual([
    "app > assets app/pom.xml:11",
    "app > codegen app/pom.xml:6",
    "app > processor app/pom.xml:8",
    "app > site app/pom.xml:14",
    "app > wagon app/pom.xml:5",
  ]);
});

test("managed plugins count for those who use them", async () => {
  const files = {
    "parent/pom.xml": named(
      "parent",
      "<packaging>pom</packaging>",
      "<build><pluginManagement><plugins><plugin><groupId>x</groupId><artifactId>gen</artifactId>",
      "<dependencies><dependency><groupId>g</groupId><artifactId>rules</artifactId></dependency></dependencies>",
      "</plugin></plugins></pluginManagement></build>",
    ),
    "rules/pom.xml": named("rules"),
    "with/pom.xml": named(
      "with",
      "<parent><artifactId>parent</artifactId><relativePath>../parent</relativePath></parent>",
      "<build><plugins><plugin><groupId>x</groupId><artifactId>gen</artifactId></plugin></plugins></build>",
    ),
    "without/pom.xml": named(
      "without",
      "<parent><artifactId>parent</artifactId><relativePath>../parent</relativePath></parent>",
    ),
  };
  expect((await outline(files, maven)).edges).toEqual([
    "with > parent with/pom.xml:4",
    "with > rules parent/pom.xml:6",
    "without > parent without/pom.xml:4",
  ]);
});

const anyOne = ["app > inner app/pom.xml:4", "app > one all/pom.xml:5", "app > x app/pom.xml:4"];
test.each([
  // One that only holds others together: its file, and what it refers to itself.
  [
    "<groupId>g</groupId><artifactId>all</artifactId>",
    ["app > one all/pom.xml:5"],
    ["all/pom.xml"],
  ],
  ["<groupId>h</groupId><artifactId>one</artifactId>", [], []],
  ["<artifactId>one</artifactId>", ["app > one app/pom.xml:4"], []],
  ["<groupId>${env.G}</groupId><artifactId>one</artifactId>", ["app > one app/pom.xml:4"], []],
  [
    "<groupId>${group}</groupId><artifactId>${project.artifactId}-x</artifactId>",
    ["app > x app/pom.xml:4"],
    [],
  ],
  ["<groupId>g</groupId><artifactId>o${unknown}</artifactId>", ["app > one app/pom.xml:4"], []],
  ["<groupId>g</groupId><artifactId>${unknown}</artifactId>", anyOne, ["all/pom.xml"]],
  ["<groupId>g</groupId><artifactId>${circle}</artifactId>", anyOne, ["all/pom.xml"]],
  ["<groupId>g</groupId><artifactId>${laughs}</artifactId>", anyOne, ["all/pom.xml"]],
  ["<groupId>g</groupId><artifactId>${toString}</artifactId>", anyOne, ["all/pom.xml"]],
  [
    `<groupId>g</groupId><artifactId>${"${either}".repeat(10)}</artifactId>`,
    anyOne,
    ["all/pom.xml"],
  ],
  // What a property says in any profile.
  [
    "<groupId>g</groupId><artifactId>${either}</artifactId>",
    ["app > one app/pom.xml:4", "app > x app/pom.xml:4"],
    [],
  ],
])("the dependency %s", async (artifact, edges, inputs) => {
  const laughs = Array.from({ length: 60 }, (_, n) => `<l${n}>\${l${n + 1}}\${l${n + 1}}</l${n}>`);
  const files = {
    "app/pom.xml": named(
      "app",
      `<dependencies><dependency>${artifact}</dependency></dependencies>`,
      "<properties><group>g</group><circle>${round}</circle><round>${circle}</round>",
      `<either>one</either><laughs>\${l0}</laughs>${laughs.join("")}<l60>ha</l60></properties>`,
      "<profiles><profile><properties><either>app-x</either></properties></profile></profiles>",
    ),
    "x/pom.xml": named("app-x"),
    "one/pom.xml": named("one"),
    "all/pom.xml": named(
      "all",
      "<packaging>pom</packaging>",
      "<dependencies><dependency><artifactId>one</artifactId></dependency></dependencies>",
    ),
    "all/inner/pom.xml": named("inner"),
  };
  expect((await outline(files, maven)).edges).toEqual(edges);
  expect((await inputsOf(files)).app).toEqual([...inputs, ".mvn/**"]);
});

test("files elsewhere that a project names", async () => {
  const files = {
    "pom.xml": named(
      "root",
      "<packaging>pom</packaging><modules><module>apps/web</module></modules>",
      "<properties><top>${project.basedir}/..</top></properties>",
      "<build><plugins><plugin><artifactId>maven-checkstyle-plugin</artifactId><configuration>",
      "<configLocation>${maven.multiModuleProjectDirectory}/config/checkstyle.xml</configLocation>",
      "</configuration></plugin></plugins></build>",
      "<url>https://example.com/config/checkstyle.xml</url>",
    ),
    "config/checkstyle.xml": "",
    "shared/resources/a.txt": "",
    "apps/web/pom.xml": pom(
      "<parent><artifactId>root</artifactId><relativePath>../..</relativePath></parent>",
      "<artifactId>web</artifactId>",
      "<build><resources>",
      "<resource><directory>../../shared/resources</directory></resource>",
      "<resource><directory>${top}/front/dist</directory></resource>",
      "<resource><directory>${project.basedir}/src/main</directory></resource>",
      "<resource><directory>../../../outside/x</directory></resource>",
      "<resource><directory>../../target/x</directory></resource>",
      "<resource><directory>${unknown}/x</directory></resource>",
      "<resource><directory>../</directory></resource>",
      "</resources></build>",
    ),
    "apps/front/pom.xml": named("front", "<packaging>pom</packaging>"),
  };
  expect(await outline(files, maven)).toEqual({
    services: ["apps/front front library maven", "apps/web web library maven"],
    edges: ["web > front apps/web/pom.xml:7"],
  });
  expect(await inputsOf(files)).toEqual({
    front: [".mvn/**"],
    web: ["pom.xml", "shared/resources", "config/checkstyle.xml", ".mvn/**"],
  });
});

test("a root that is built itself, one around another, and a circle", async () => {
  const dependency = (name: string) =>
    `<dependencies><dependency><artifactId>${name}</artifactId></dependency></dependencies>`;
  const files = {
    "pom.xml": named("acme", dependency("a")),
    "a/pom.xml": named("a", dependency("b")),
    "a/b/pom.xml": named(
      "b",
      dependency("a"),
      dependency("acme"),
      "<build><x><mainClass>B</mainClass></x></build>",
    ),
  };
  expect(await outline(files, maven)).toEqual({
    services: ["a a library maven", ". acme library maven", "a/b b service maven"],
    edges: [
      "a > b a/pom.xml:4",
      "acme > a pom.xml:4",
      "b > a a/b/pom.xml:4",
      "b > acme a/b/pom.xml:5",
    ],
  });
});

test("which parent of several with one name", async () => {
  const parent = named("parent", "<packaging>pom</packaging>");
  const child = (name: string, path: string) =>
    named(name, `<parent><groupId>g</groupId><artifactId>parent</artifactId>${path}</parent>`);
  const files = {
    "one/pom.xml": parent,
    "one/a/pom.xml": child("a", ""),
    "one/b/pom.xml": child("b", "<relativePath>..\\\\..\\two\\pom.xml</relativePath>"),
    "one/c/pom.xml": child("c", "<relativePath/>"),
    "two/pom.xml": parent,
    "two/d/pom.xml": named("d", "<parent><relativePath>../../one</relativePath></parent>"),
    "two/e/pom.xml": named("e", "<parent/>"),
  };
  const inputs = Object.entries(await inputsOf(files));
  expect(inputs.map(([name, all]) => [name, all.filter((each) => each.endsWith(".xml"))])).toEqual([
    ["a", ["one/pom.xml"]],
    ["b", ["two/pom.xml"]],
    ["c", ["one/pom.xml", "two/pom.xml"]],
    ["d", ["one/pom.xml"]],
    ["e", ["two/pom.xml"]],
  ]);
});

test.each([
  // Sources of its own: more than a place for others.
  [{ "pom.xml": named("r", "<packaging>pom</packaging>"), "src/site/site.xml": "" }, ["r", "x"]],
  [{ "pom.xml": named("r", "<packaging>pom</packaging>"), "src/x/pom.xml": named("x") }, ["x"]],
  [{ "pom.xml": named("r", "<packaging>pom</packaging>") }, ["x"]],
  // Beside those that it lists.
  [
    {
      "all/pom.xml": named(
        "all",
        "<packaging>pom</packaging><modules><module>../x</module></modules>",
      ),
    },
    ["x"],
  ],
  [{ "dist/pom.xml": named("dist", "<packaging>pom</packaging>") }, ["dist", "x"]],
])("packaging pom: %j", async (files, services) => {
  const all = { "x/pom.xml": named("x"), ...files };
  if ("src/x/pom.xml" in files) delete (all as Record<string, string>)["x/pom.xml"];
  expect((await workspaceOf(all, maven)).services.map(({ name }) => name)).toEqual(services);
});

test("parents in a circle, parents elsewhere, and parents that are gone", async () => {
  const parent = (name: string, path?: string) =>
    `<parent><groupId>g</groupId><artifactId>${name}</artifactId>${path === undefined ? "" : `<relativePath>${path}</relativePath>`}</parent>`;
  const files = {
    "pom.xml": named("not-meant"),
    "a/pom.xml": named("a", parent("b", "../b")),
    "b/pom.xml": named("b", parent("a", "..\\a\\pom.xml")),
    // By its name, as Maven takes it from the same build.
    "c/pom.xml": named("c", parent("b", "")),
    "d/pom.xml": named("d", parent("b")),
    "e/pom.xml": named("e", parent("gone", "../gone")),
    "f/pom.xml": named("f", parent("gone", "../../../gone/pom.xml")),
    "h/pom.xml": named("h", parent("f", "../{x}*/parent.xml")),
    "{x}*/parent.xml": named("f"),
  };
  expect((await outline(files, maven)).edges).toEqual([
    "a > b a/pom.xml:4",
    "b > a b/pom.xml:4",
    "c > a b/pom.xml:4",
    "c > b a/pom.xml:4",
    "d > a b/pom.xml:4",
    "d > b a/pom.xml:4",
    "h > {x}* h/pom.xml:4",
  ]);
  expect((await inputsOf(files)).e).toEqual(["gone/pom.xml", ".mvn/**"]);
});

const next = "Mend the file, or leave it out with services.exclude";
test.each([
  ["<project>\n<a>\n</project>", "SYNTAX x/pom.xml:3:10", "unexpected close tag"],
  ["<html/>", "INVALID x/pom.xml:1", "the root element is <html>, not <project>"],
  ["\n<project/>", "INVALID x/pom.xml:2", "the project has no artifactId"],
  [
    named("x", "<dependencies>", "<dependency><groupId>g</groupId></dependency></dependencies>"),
    "INVALID x/pom.xml:5",
    "the dependency has no artifactId",
  ],
])("%j is no pom.xml", async (text, place, problem) => {
  const files = { "x/pom.xml": text, "y/pom.xml": named("y") };
  expect(await complaints(files, maven)).toEqual([`MANIFEST_${place}: ${problem}. ${next}`]);
  const { services } = await workspaceOf(files, { ...maven, exclude: ["x"] } as typeof maven);
  expect(services.map(({ name }) => name)).toEqual(["y"]);
});

test("a chain of properties without end", async () => {
  const chain = Array.from({ length: 20_000 }, (_, n) => `<c${n}>\${c${n + 1}}</c${n}>`);
  const files = {
    "x/pom.xml": named(
      "x",
      `<properties>${chain.join("")}</properties>`,
      "<dependencies><dependency><artifactId>${c0}</artifactId></dependency></dependencies>",
    ),
    "y/pom.xml": named("y"),
  };
  expect((await outline(files, maven)).edges).toEqual(["x > y x/pom.xml:5"]);
});

test("names that every object has, and nesting without end", async () => {
  const deep = `${"<a>".repeat(20_000)}${"</a>".repeat(20_000)}`;
  const files = {
    "a/pom.xml": named(
      "__proto__",
      "<properties><__proto__>constructor</__proto__></properties>",
      "<dependencies><dependency><artifactId>${__proto__}</artifactId></dependency></dependencies>",
      deep,
    ),
    "b/pom.xml": named(
      "constructor",
      "<dependencies><dependency><artifactId>__proto__</artifactId></dependency></dependencies>",
    ),
  };
  expect((await outline(files, maven)).edges).toEqual(["a > b a/pom.xml:5", "b > a b/pom.xml:4"]);
});

test("whatever a pom.xml says, it is read or told", async () => {
  const name = fc.constantFrom(
    ..."project parent dependency groupId artifactId relativePath module modules properties p plugin pluginManagement".split(
      " ",
    ),
  );
  const text = fc.constantFrom(
    "",
    "a",
    "..",
    "../..",
    "${p}",
    "${project.groupId}",
    "\\",
    "/",
    "${",
    "&x;",
  );
  const leaf = fc.tuple(name, text).map(([tag, inner]) => `<${tag}>${inner}</${tag}>`);
  const around = (inner: fc.Arbitrary<string>) =>
    fc
      .tuple(name, fc.array(inner, { maxLength: 4 }))
      .map(([tag, parts]) => `<${tag}>${parts.join("")}</${tag}>`);
  const element = fc.oneof(leaf, around(leaf), around(around(leaf)), around(around(around(leaf))));
  const body = fc.array(element, { maxLength: 5 }).map((parts) => named("a", ...parts));
  await fc.assert(
    fc.asyncProperty(body, body, async (one, two) => {
      const told = await complaints({ "pom.xml": one, "x/pom.xml": two }, maven);
      expect(told.filter((each) => !each.startsWith("MANIFEST_INVALID"))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
