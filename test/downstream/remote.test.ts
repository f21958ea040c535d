import { expect, test } from "vitest";
import { originIn, remoteOf } from "../../src/downstream/remote.ts";

const host = "gitlab.example.com";
const web = `https://${host}`;

test.each([
  [`git@${host}:group/app.git`, "group/app", web],
  [`ssh://git@${host}:2222/group/sub/app.git`, "group/sub/app", web],
  [`https://ada:secret@${host}/group/app`, "group/app", web],
  [`https://${host}:8443/group/app.git/`, "group/app", `${web}:8443`],
  [`http://${host}/group/app.git`, "group/app", `http://${host}`],
])("%s", (remote, path, address) => {
  expect(originIn(remote)).toEqual({ hostname: host, path, web: address });
});

test.each(["/srv/git/app.git", "../app.git", "file:///srv/app.git", "", `${web}/`])(
  "%j tells nothing",
  (remote) => {
    expect(originIn(remote)).toBeUndefined();
  },
);

test.each([
  [{ code: null, stderr: "", problem: "spawn git ENOENT" }, "git is not installed"],
  [
    { code: 128, stderr: "fatal: not a git repository (or any of the parent directories): .git\n" },
    "this is no git repository",
  ],
  [{ code: 2, stderr: "error: No such remote 'origin'\n" }, "there is no remote origin"],
  [{ code: 0, stderr: "", stdout: "/srv/git/app.git\n" }, "origin leads to no GitLab"],
  [
    { code: 128, stderr: "fatal: detected dubious ownership\n" },
    "git cannot tell its remote (it ended with exit code 128: fatal: detected dubious ownership)",
  ],
])("%j: %s", async (ended, problem) => {
  const run = async () => ({ stdout: "", ...ended });
  expect(await remoteOf({ cwd: "/", run })).toEqual({ problem });
});
