import { defineGenerator } from "../src/generate/define.ts";

interface Options {
  readonly stage?: string;
  readonly repository?: string;
  readonly docker?: string;
  readonly image?: string | false;
  readonly push?: boolean;
}

/**
 * Directories with a Dockerfile: one `image` job that builds the image of the commit and pushes
 * it to the project's registry (GitLab's predefined `CI_REGISTRY*` variables).
 * Options: `stage` (default `build`), `repository` (default: the service's directory below
 * `$CI_REGISTRY_IMAGE`), `push` (default true), `docker` (the command, default `docker`),
 * `image` (of the job itself; default docker with its daemon as a service; false: neither).
 */
export default defineGenerator({
  name: "docker",
  when: (service) => service.has("Dockerfile"),
  jobs(service, ctx) {
    const options = ctx.options as Options;
    const { stage = "build", docker = "docker", push = true, image = "docker:28" } = options;
    const repository = options.repository ?? `$CI_REGISTRY_IMAGE/${imageName(service.root)}`;
    const login = `echo "$CI_REGISTRY_PASSWORD" | ${docker} login --username "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"`;
    return {
      image: {
        stage,
        ...(image !== false && { image, services: [`${image}-dind`] }),
        needs: [ctx.need("build"), ...ctx.needFromDependencies("image", { artifacts: false })],
        variables: {
          IMAGE: `${repository}:$CI_COMMIT_SHA`,
          ...(image !== false && { DOCKER_TLS_CERTDIR: "/certs" }),
        },
        script: [
          ...(push ? [login] : []),
          `${docker} build --pull --tag "$IMAGE" "$SERVICE_DIR"`,
          ...(push ? [`${docker} push "$IMAGE"`] : []),
        ],
        interruptible: true,
      },
    };
  },
});

/** A registry accepts lower-case words joined by `/`, `.`, `_` and `-`, and nothing else. */
const imageName = (root: string): string =>
  root
    .toLowerCase()
    .split("/")
    .map((word) => word.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "x")
    .join("/");
