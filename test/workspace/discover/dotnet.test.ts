import { expect, test } from "vitest";
import { parsePattern, readWorkspace } from "../../../src/workspace/index.ts";
import fc from "../../helpers/property.ts";
import { complaints, type Files, outline, settings, treeOf, workspaceOf } from "../tree.ts";

const dotnet = { discover: ["dotnet"] };

/** A project file of these lines: the first of them is line 2. */
const project = (...lines: readonly string[]): string =>
  ["\uFEFF<Project>", ...lines, "</Project>", ""].join("\r\n");

const reference = (...paths: readonly string[]): string =>
  project(...paths.map((path) => `<ItemGroup><ProjectReference Include="${path}" /></ItemGroup>`));

/** Inputs by service, without the settings that count for whatever lies below them. */
const inputsOf = async (files: Files) => {
  const common =
    /(?:^|\/)(?:Directory\.\{.*|Directory\.Build\.rsp|global\.json|\[Nn\].*|\.editorconfig|\.globalconfig|\.config\/dotnet-tools\.json)$/;
  const { services } = await workspaceOf(files, dotnet);
  return Object.fromEntries(
    services.map(({ name, inputs }) => [name, inputs.filter((input) => !common.test(input))]),
  );
};

const shop = {
  "Shop.sln": [
    "\uFEFF",
    "Microsoft Visual Studio Solution File, Format Version 12.00",
    "# Visual Studio Version 17",
    'Project("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "src", "src", "{00000000-0000-0000-0000-000000000000}"',
    "EndProject",
    'Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "Api", "src\\Api\\Api.csproj", "{00000000-0000-0000-0000-00000000000A}"',
    "\tProjectSection(ProjectDependencies) = postProject",
    "\t\t{00000000-0000-0000-0000-00000000000B} = {00000000-0000-0000-0000-00000000000B}",
    "\tEndProjectSection",
    "EndProject",
    'Project("{F2A71F9B-5D33-465A-A702-920D77279786}") = "Worker", "SRC\\Worker\\worker.fsproj", "{00000000-0000-0000-0000-00000000000b}"',
    "EndProject",
    'Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "Gone", "src\\Gone\\Gone.csproj", "{00000000-0000-0000-0000-00000000000C}"',
    "EndProject",
    'Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "Out", "..\\Out\\Out.csproj", "{00000000-0000-0000-0000-00000000000D}"',
    "EndProject",
    'Project("{E24C65DC-7377-472B-9ABA-BC803B73C61A}") = "Site", "src\\Site\\", "{00000000-0000-0000-0000-00000000000E}"',
    "EndProject",
    'Project("{54435603-DBB4-11D2-8724-00A0C9A8B90C}") = "Setup", "setup\\Setup.vdproj", "{00000000-0000-0000-0000-00000000000F}"',
    "EndProject",
    "Global",
    "\tGlobalSection(NestedProjects) = preSolution",
    "\t\t{00000000-0000-0000-0000-00000000000A} = {00000000-0000-0000-0000-00000000000F}",
    "\tEndGlobalSection",
    "EndGlobal",
    "",
  ].join("\r\n"),
  "Directory.Build.props": project(
    "<PropertyGroup><SharedDir>$(MSBuildThisFileDirectory)shared\\</SharedDir></PropertyGroup>",
    '<Import Project="eng\\common.props" />',
  ),
  "eng/common.props": project(
    '<ItemGroup><AdditionalFiles Include="$(MSBuildThisFileDirectory)stylecop.json" /></ItemGroup>',
  ),
  "eng/stylecop.json": "{}",
  "src/Api/Api.csproj": [
    '<Project Sdk="Microsoft.NET.Sdk.Web">',
    "  <ItemGroup>",
    "    <ProjectReference",
    '      Include="..\\Pricing\\Pricing.csproj;..\\logging\\Logging.csproj" />',
    '    <Compile Include="$(SharedDir)**\\*.cs" Link="Shared\\%(Filename)" />',
    '    <None Include="..\\..\\README.md" Pack="true" PackagePath="\\" />',
    '    <PackageReference Include="Newtonsoft.Json" Version="13.0.3" />',
    '    <ProjectReference Include="..\\..\\..\\Out\\Out.csproj" />',
    "  </ItemGroup>",
    "</Project>",
  ].join("\n"),
  "src/Pricing/Pricing.csproj": reference("$(SolutionDir)src\\Logging\\Logging.csproj"),
  "src/Pricing/Pricing.Tests.csproj":
    '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>' +
    '<ItemGroup><PackageReference Include="Microsoft.NET.Test.Sdk" /></ItemGroup></Project>',
  "src/Logging/Logging.csproj": project(),
  "src/Worker/Worker.fsproj": project(
    "<PropertyGroup><OutputType>WinExe</OutputType></PropertyGroup>",
    '<ItemGroup><ProjectReference Include="..\\**\\Logg*.csproj" /></ItemGroup>',
  ),
  "src/Site/index.aspx": "",
  "setup/Setup.vdproj": '"DeployProject"\n{\n}\n',
  "shared/Clock.cs": "",
};

test("a solution", async () => {
  expect(await outline(shop, dotnet)).toEqual({
    services: [
      "src/Api Api service dotnet",
      "src/Logging Logging library dotnet",
      "src/Pricing Pricing library dotnet",
      "src/Site Site service dotnet",
      "src/Worker Worker service dotnet",
      "setup setup service dotnet",
    ],
    edges: [
      "Api > Logging src/Api/Api.csproj:3",
      "Api > Pricing src/Api/Api.csproj:3",
      "Api > Worker Shop.sln:8",
      "Pricing > Logging src/Pricing/Pricing.csproj:2",
      "Worker > Logging src/Worker/Worker.fsproj:3",
    ],
  });
  const common = ["eng/common.props", "eng/stylecop.json"];
  expect(await inputsOf(shop)).toEqual({
    Api: [...common, "shared/**/*.cs", "README.md"],
    Logging: common,
    Pricing: common,
    Site: [],
    Worker: common,
    setup: [],
  });
});

test("projects of a solution that are not there are told, not missed", async () => {
  const next = "Take it out of the solution, or check its path";
  const told = async (exclude: string[]) =>
    (await readWorkspace(treeOf(shop), settings({ ...dotnet, exclude }))).diagnostics.map(
      ({ severity, where, message }) => `${severity} ${where}: ${message}`,
    );
  expect(await told([])).toEqual([
    `warning Shop.sln:13: the solution lists "src\\\\Gone\\\\Gone.csproj", which the repository does not have. ${next}`,
    `warning Shop.sln:15: the solution lists "..\\\\Out\\\\Out.csproj", which the repository does not have. ${next}`,
  ]);
  expect(await told(["Shop.sln"])).toEqual([]);
});

test("settings around a project are its inputs", async () => {
  const { services } = await workspaceOf(
    { "src/a/A.csproj": project(), "B.csproj": project() },
    dotnet,
  );
  const names = [
    "Directory.{Build,Packages,Solution}.props",
    "Directory.{Build,Solution}.targets",
    "Directory.Build.rsp",
    "global.json",
    "[Nn]u[Gg]et.[Cc]onfig",
    ".editorconfig",
    ".globalconfig",
    ".config/dotnet-tools.json",
  ];
  expect(services.map(({ name, inputs }) => [name, inputs])).toEqual([
    ["B", []],
    ["a", [...names.map((name) => `src/${name}`), ...names]],
  ]);
});

test.each([
  // Well-known properties, properties of the repository, and functions.
  ["..\\Lib\\Lib.csproj", ["Lib"]],
  ["../lib/LIB.CSPROJ", ["Lib"]],
  [".\\..\\.\\Lib\\\\Lib.csproj", ["Lib"]],
  ["$(MSBuildThisFileDirectory)..\\Lib\\Lib.csproj", ["Lib"]],
  ["$(MSBuildProjectDirectory)/../Lib/Lib.csproj", ["Lib"]],
  ["$(RepoRoot)src\\Lib\\Lib.csproj", ["Lib"]],
  ["$(SolutionDir)Lib\\Lib.csproj", ["Lib"]],
  ["$(libs)Lib.csproj", ["Lib"]],
  ["$(Added)Lib.csproj", ["Lib"]],
  [
    "$([MSBuild]::GetDirectoryNameOfFileAbove($(MSBuildThisFileDirectory), 'global.json'))\\src\\Lib\\Lib.csproj",
    ["Lib"],
  ],
  ["$([MSBuild]::GetPathOfFileAbove('Lib.csproj', '$(MSBuildThisFileDirectory)../Lib/'))", ["Lib"]],
  ["$([System.IO.Path]::GetFullPath('$(MSBuildThisFileDirectory)..\\Lib\\Lib.csproj'))", ["Lib"]],
  [
    "$([MSBuild]::NormalizePath('$(MSBuildThisFileDirectory)', '..', 'Lib', 'Lib.csproj'))",
    ["Lib"],
  ],
  ["$([MSBuild]::NormalizeDirectory('..'))Lib/Lib.csproj", ["Lib"]],
  ["$([System.IO.Path]::Combine($(libs), Lib.csproj))", ["Lib"]],
  ["$(libs.TrimEnd('/'))/Lib.csproj", ["Lib"]],
  ["..%5CLib%5CLib.csproj", ["Lib"]],
  ["..\\$(Either)\\$(Either).csproj", ["Lib", "Other"]],
  // Wildcards and lists.
  ["..\\*\\*.csproj", ["Lib", "Other"]],
  ["..\\**\\..\\x.csproj", ["Lib", "Other"]],
  ["@(Wanted)", ["Lib", "Other"]],
  ["..\\Lib\\Lib.csproj; ;..\\Other\\Other.csproj;", ["Lib", "Other"]],
  // What is not known: by the end of the path, and else any.
  ["$(Elsewhere)\\Lib\\Lib.csproj", ["Lib"]],
  ["$(Elsewhere)..\\Lib.csproj", ["Lib"]],
  ["$(Elsewhere)\\Nothing.csproj", []],
  ["$(Elsewhere)", ["Lib", "Other"]],
  ["%(Identity)", ["Lib", "Other"]],
  ["$(Round)", ["Lib", "Other"]],
  ["$(Either)".repeat(10), ["Lib", "Other"]],
  ["$(Laughs)", ["Lib", "Other"]],
  ["$([MSBuild]::Escape('x'))", ["Lib", "Other"]],
  [`${"$([MSBuild]::Escape('".repeat(300)}x${"'))".repeat(300)}`, ["Lib", "Other"]],
  ["$(Elsewhere)\\**\\*.csproj", ["Lib", "Other"]],
  ["$(Unclosed\\Lib.csproj", []],
  // Nothing of this repository.
  ["..\\..\\..\\Lib\\Lib.csproj", []],
  ["C:\\Lib\\Lib.csproj", []],
  ["App.csproj", []],
])("the reference %s", async (path, names) => {
  const laughs = Array.from({ length: 60 }, (_, n) => `<l${n}>$(l${n + 1})$(l${n + 1})</l${n}>`);
  const files = {
    "global.json": "{}",
    "src/All.slnx": "<Solution />",
    "src/Directory.Build.props": project(
      "<PropertyGroup><Libs>$(MSBuildThisFileDirectory)Lib\\</Libs><Added>$(Added)</Added>",
      `<Added>$(Libs)</Added><Either>Lib</Either><Laughs>$(l0)</Laughs>${laughs.join("")}<l60>a</l60>`,
      `<Round>$(Circle)$(Circle)</Round><Circle>$(Round)$(Round)</Circle></PropertyGroup>`,
      "<PropertyGroup Condition=\"'$(X)' == 'y'\"><Either>Other</Either></PropertyGroup>",
      '<ItemGroup><Wanted Include="../Lib/*.csproj" /><Wanted Include="..\\Other\\Other.csproj" /></ItemGroup>',
    ),
    "src/App/App.csproj": reference(path),
    "src/Lib/Lib.csproj": project(),
    "src/Other/Other.csproj": project(),
  };
  expect((await outline(files, dotnet)).edges).toEqual(
    names.map((name) => `App > ${name} src/App/App.csproj:2`),
  );
});

test("a chain of properties without end", async () => {
  const chain = Array.from({ length: 20_000 }, (_, n) => `<c${n}>$(c${n + 1})</c${n}>`);
  const files = {
    "x/X.csproj": project(
      `<PropertyGroup>${chain.join("")}</PropertyGroup>`,
      '<ItemGroup><ProjectReference Include="$(c0)" /></ItemGroup>',
    ),
    "y/Y.csproj": project(),
  };
  expect((await outline(files, dotnet)).edges).toEqual(["x > y x/X.csproj:3"]);
});

test("a property that adds to itself", async () => {
  const files = {
    "x/X.csproj": project(
      "<PropertyGroup><P>../a/</P><P>$(P)</P><P>$(P)b/</P></PropertyGroup>",
      '<ItemGroup><ProjectReference Include="$(P)Lib.csproj" /></ItemGroup>',
    ),
    "a/Lib.csproj": project(),
    "a/b/Lib.csproj": project(),
    "c/Lib.csproj": project(),
  };
  expect((await outline(files, dotnet)).edges).toEqual([
    "x > a x/X.csproj:3",
    "x > b x/X.csproj:3",
  ]);
});

test("files that projects import and include, in their own directories and elsewhere", async () => {
  const files = {
    "src/App/App.csproj": project(
      '<Import Project="..\\..\\build\\first.props" />',
      '<Import Project="$(BuildDir)second.targets" />',
      '<Import Project="$(VSToolsPath)\\third.targets" />',
      '<Import Project="$(MSBuildToolsPath)\\Microsoft.CSharp.targets" />',
      '<Import Project="..\\..\\build\\parts\\*.props" />',
      '<Import Project="..\\..\\build\\gone.props" Condition="Exists(\'..\\..\\build\\gone.props\')" />',
      '<Import Project="..\\..\\..\\outside.props" />',
      '<Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />',
      '<Import Project="own.props" />',
      "<PropertyGroup><AssemblyOriginatorKeyFile>..\\..\\Keys\\acme.snk</AssemblyOriginatorKeyFile>",
      "<OutputPath>..\\..\\bin\\</OutputPath></PropertyGroup>",
      '<ItemGroup><Reference Include="Old"><HintPath>..\\..\\libs\\Old.dll</HintPath></Reference>',
      '<Content Include="**\\*.md" /><Compile Include="Sub\\Shared.cs" /><Compile Include="Own.cs" />',
      '<None Include="..\\..\\SHARED\\(a)\\*.{x}" /><None Include="$(NotKnown)\\data\\a.json" />',
      '<None Include="..\\$(Unknown)\\*.txt" /></ItemGroup>',
      '<Target Name="T"><Exec Command="x" WorkingDirectory="..\\..\\tools\\run.sh" /></Target>',
    ),
    "src/App/own.props": project('<Import Project="..\\..\\build\\of-own.props" />'),
    "src/App/Sub/Sub.csproj": project(),
    "build/first.props": project(
      "<PropertyGroup><BuildDir>$(MSBuildThisFileDirectory)</BuildDir></PropertyGroup>",
      '<ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup>',
    ),
    "build/second.targets": project('<Import Project="first.props" />'),
    "build/of-own.props": project(),
    "build/parts/a.props": project('<Import Project="../in-part.props" />'),
    "tools/vs/third.targets": project(),
    "tools/run.sh": "",
    "keys/acme.snk": "",
    "libs/Old.dll": "",
    "shared/(a)/b.{x}": "",
    "deep/data/a.json": "",
    "src/Lib/Lib.csproj": project(),
  };
  expect((await outline(files, dotnet)).edges).toEqual(["App > Lib build/first.props:3"]);
  expect((await inputsOf(files)).App).toEqual([
    "build/first.props",
    "build/second.targets",
    "tools/vs/third.targets",
    "build/parts/*.props",
    "build/in-part.props",
    "build/gone.props",
    "build/of-own.props",
    "src/App/**/*.md",
    "src/App/Sub/Shared.cs",
    "shared/\\(a\\)/*.\\{x\\}",
    "deep/data/a.json",
    "src/*/*.txt",
    "keys/acme.snk",
    "libs/Old.dll",
    "tools/run.sh",
  ]);
});

test("a project that only lists others is no service, and stands for them", async () => {
  const traversal = (path: string) =>
    `<Project Sdk="Microsoft.Build.Traversal/4.1.0">\n<ItemGroup><ProjectReference Include="${path}" /></ItemGroup></Project>`;
  const files = {
    "dirs.proj": traversal("src\\**\\*.*proj"),
    "src/Libs/dirs.proj": traversal("*/*.csproj"),
    "src/Libs/A/A.csproj": reference("..\\..\\dirs.proj", "../B/B.csproj"),
    "src/Libs/B/B.csproj": reference("../A/A.csproj"),
    "src/App/App.csproj": reference("../Libs/dirs.proj"),
  };
  expect(await outline(files, dotnet)).toEqual({
    services: [
      "src/Libs/A A library dotnet",
      "src/App App library dotnet",
      "src/Libs/B B library dotnet",
    ],
    edges: [
      "A > B src/Libs/A/A.csproj:3",
      "App > A src/Libs/dirs.proj:2",
      "App > B src/Libs/dirs.proj:2",
      "B > A src/Libs/B/B.csproj:2",
    ],
  });
  expect((await inputsOf(files)).App).toEqual(["src/Libs/dirs.proj"]);
});

test("a solution in XML", async () => {
  const files = {
    "all.slnx": [
      "<Solution>",
      '  <Folder Name="/src/">',
      '    <File Path="README.md" />',
      '    <Folder Name="/src/deep/">',
      '      <Project Path="src/A/A.csproj"><BuildDependency Project="src\\B\\B.csproj" /></Project>',
      "    </Folder>",
      "  </Folder>",
      '  <Project Path="src\\B\\b.csproj" />',
      '  <Project Path="src/Web" Type="Website" />',
      '  <Project Path="http://localhost/site" Type="Website" />',
      "</Solution>",
    ].join("\n"),
    "src/A/A.csproj": project(),
    "src/B/B.csproj": project(),
    "src/Web/index.aspx": "",
  };
  expect(await outline(files, dotnet)).toEqual({
    services: ["src/A A library dotnet", "src/B B library dotnet", "src/Web Web service dotnet"],
    edges: ["A > B all.slnx:5"],
  });
  const { diagnostics } = await readWorkspace(treeOf(files), settings(dotnet));
  expect(diagnostics).toEqual([]);
});

test("a project at the root, around others", async () => {
  const files = {
    "Acme.csproj": reference("lib/Lib.csproj", "gone/Gone.csproj", "lib/inner/README.md"),
    "lib/Lib.csproj": project(),
    "lib/inner/README.md": "",
  };
  expect(await outline(files, dotnet)).toEqual({
    services: [". Acme library dotnet", "lib lib library dotnet"],
    edges: ["Acme > lib Acme.csproj:2"],
  });
});

test.each([
  ['<Project Sdk="Microsoft.NET.Sdk.Web" />', "service"],
  ['<Project><Sdk Name="Microsoft.NET.Sdk.Worker" Version="1" /></Project>', "service"],
  ['<Project><Import Sdk="Aspire.AppHost.Sdk/9.0" Project="Sdk.props" /></Project>', "service"],
  ["<Project><PropertyGroup><OutputType>exe</OutputType></PropertyGroup></Project>", "service"],
  [
    "<Project><PropertyGroup><AzureFunctionsVersion>v4</AzureFunctionsVersion></PropertyGroup></Project>",
    "service",
  ],
  ["<Project><PropertyGroup><OutputType>Library</OutputType></PropertyGroup></Project>", "library"],
  [
    '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><IsTestProject>true</IsTestProject></PropertyGroup></Project>',
    "library",
  ],
])("%s is a %s", async (text, kind) => {
  const { services } = await workspaceOf({ "x/X.csproj": text }, dotnet);
  expect(services.map((service) => service.kind)).toEqual([kind]);
});

test("imports in a circle, names that every object has, and deep nesting", async () => {
  const files: Record<string, string> = {
    "a/A.csproj": project(
      '<Import Project="..\\p\\0.props" />',
      `${"<a>".repeat(20_000)}${"</a>".repeat(20_000)}`,
      "<PropertyGroup><__proto__>../b/B.csproj</__proto__><constructor>../b/</constructor></PropertyGroup>",
      '<ItemGroup><ProjectReference Include="$(__proto__);$(toString)" /></ItemGroup>',
    ),
    "b/B.csproj": project(),
  };
  const circle = 20;
  for (let n = 0; n < circle; n++) {
    files[`p/${n}.props`] = project(`<Import Project="${(n + 1) % circle}.props" />`);
  }
  expect((await outline(files, dotnet)).edges).toEqual(["a > b a/A.csproj:5"]);
  const props = Array.from({ length: circle }, (_, n) => `p/${n}.props`);
  expect((await inputsOf(files)).a).toEqual([...props, "b/B.csproj"]);
});

const next = "Mend the file, or leave it out with services.exclude";
test.each([
  ["x/X.csproj", "<Project>\n<A>\n</Project>", "SYNTAX x/X.csproj:3:10", "unexpected close tag"],
  [
    "x/X.fsproj",
    "\n<project/>",
    "INVALID x/X.fsproj:2",
    "the root element is <project>, not <Project>",
  ],
  ["x/X.sln", "Project", "SYNTAX x/X.sln:1", "this is no Visual Studio solution"],
  [
    "x/X.sln",
    "\nMicrosoft Visual Studio Solution File\nProject(\"{A}\") = 'x'\n",
    "SYNTAX x/X.sln:3",
    'a project should read Project("{type}") = "name", "path", "{id}"',
  ],
  [
    "x/X.slnx",
    "<solution/>",
    "INVALID x/X.slnx:1",
    "the root element is <solution>, not <Solution>",
  ],
  [
    "x/X.slnx",
    "<Solution>\n<Project/></Solution>",
    "INVALID x/X.slnx:2",
    "the project has no Path",
  ],
  ["x/X.slnx", "<Solution>", "SYNTAX x/X.slnx:1:10", "unclosed tag: Solution"],
  [
    "Directory.Build.props",
    "no",
    "SYNTAX Directory.Build.props:1:2",
    "text data outside of root node",
  ],
])("%s that reads %j", async (path, text, place, problem) => {
  const files = { [path]: text, "y/Y.csproj": project() };
  expect(await complaints(files, dotnet)).toEqual([`MANIFEST_${place}: ${problem}. ${next}`]);
  const { services } = await workspaceOf(files, { ...dotnet, exclude: [path] });
  expect(services.map(({ name }) => name)).toEqual(["y"]);
});

test("whatever an include says, it is read", async () => {
  const part = fc.constantFrom(
    ..."$( ) @( %( .. . / \\ * ** ? ; x $(P) $(SolutionDir) [MSBuild]::NormalizePath( ' , %2A %".split(
      " ",
    ),
    "b/B.csproj",
  );
  const text = fc.array(part, { maxLength: 10 }).map((parts) => parts.join(""));
  await fc.assert(
    fc.asyncProperty(text, text, text, async (one, two, three) => {
      const lines = [
        `<PropertyGroup><P>${one}</P></PropertyGroup><Import Project="${two}" />`,
        `<ItemGroup><ProjectReference Include="${one}" /><None Include="${two}" /></ItemGroup>`,
        `<ItemGroup><x Include="${three}">${one}</x></ItemGroup>`,
      ];
      const files = { "a/A.csproj": project(...lines), "b/B.csproj": project() };
      expect(await complaints(files, dotnet)).toEqual([]);
      for (const { inputs } of (await workspaceOf(files, dotnet)).services) {
        expect(inputs.filter((input) => typeof parsePattern(input) === "string")).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});
