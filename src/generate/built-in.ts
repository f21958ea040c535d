import cargo from "../../generators/cargo.ts";
import docker from "../../generators/docker.ts";
import dotnet from "../../generators/dotnet.ts";
import go from "../../generators/go.ts";
import gradle from "../../generators/gradle.ts";
import helm from "../../generators/helm.ts";
import include from "../../generators/include.ts";
import make from "../../generators/make.ts";
import maven from "../../generators/maven.ts";
import multiProject from "../../generators/multi-project.ts";
import node from "../../generators/node.ts";
import python from "../../generators/python.ts";
import terraform from "../../generators/terraform.ts";
import type { Generator } from "./types.ts";

/** The generators that come with fanout, by the name that a configuration uses. */
export const builtIn: Readonly<Record<string, Generator>> = {
  node,
  go,
  python,
  cargo,
  maven,
  gradle,
  dotnet,
  terraform,
  helm,
  docker,
  make,
  include,
  "multi-project": multiProject,
};
