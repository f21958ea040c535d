import type { Rule } from "../types.ts";
import childArchiveSize from "./child-archive-size.ts";
import childArtifactExpiry from "./child-artifact-expiry.ts";
import childArtifactPath from "./child-artifact-path.ts";
import childArtifactProduced from "./child-artifact-produced.ts";
import childDepth from "./child-depth.ts";
import childEmpty from "./child-empty.ts";
import childGeneratorName from "./child-generator-name.ts";
import childJobsDropped from "./child-jobs-dropped.ts";
import childNeedsGenerator from "./child-needs-generator.ts";
import childSource from "./child-source.ts";
import cloneDepth from "./clone-depth.ts";
import dependOnSkipped from "./depend-on-skipped.ts";
import duplicatePipelines from "./duplicate-pipelines.ts";
import globs from "./globs.ts";
import needsOptional from "./needs-optional.ts";
import plainToken from "./plain-token.ts";
import secretsInLogs from "./secrets-in-logs.ts";
import triggerIncludeCount from "./trigger-include-count.ts";
import triggerIncludeFails from "./trigger-include-fails.ts";
import triggerRefs from "./trigger-refs.ts";
import triggerRequests from "./trigger-requests.ts";
import triggerVariables from "./trigger-variables.ts";
import unread from "./unread.ts";

/** All rules that GitLab itself does not hold anybody to, family by family. */
export const rules: readonly Rule[] = [
  // What can be looked at.
  unread,
  // A child pipeline from an artifact.
  childArtifactProduced,
  childNeedsGenerator,
  childArtifactPath,
  childGeneratorName,
  childArtifactExpiry,
  childArchiveSize,
  childDepth,
  triggerIncludeCount,
  triggerIncludeFails,
  cloneDepth,
  // What is in which pipeline.
  childSource,
  childJobsDropped,
  childEmpty,
  duplicatePipelines,
  needsOptional,
  // What goes down, and what comes back.
  dependOnSkipped,
  triggerVariables,
  triggerRequests,
  triggerRefs,
  plainToken,
  secretsInLogs,
  // Patterns of paths.
  globs,
].flat();
