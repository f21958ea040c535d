/** `mirror` came with GitLab 18.2, and a version that is not known may be older (docs: ci/yaml). */
export function strategyFor(version: string | undefined): "mirror" | "depend" {
  const [major = 0, minor = 0] = (version ?? "0").split(".").map(Number);
  return major > 18 || (major === 18 && minor >= 2) ? "mirror" : "depend";
}
