import { type ExitCode, fail } from "../diagnostics/index.ts";
import type { WebhookReport } from "../downstream/index.ts";
import { variablesIn, webhookUrl } from "../downstream/start/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { printJson } from "../report/index.ts";
import { oneProject } from "./_project.ts";

/** `fanout webhook-url`: the address that another project calls to start a pipeline here. */
export async function webhookAddress(options: Options, io: Io): Promise<ExitCode> {
  const project = oneProject(options, io);
  const ref = options.ref ?? io.env.CI_DEFAULT_BRANCH;
  if (!ref) {
    const next = "A webhook has to name a branch or tag: its own is that of the other project";
    fail("TRIGGER_OPTION", ["--ref"], { problem: "is missing", next });
  }
  const variables = variablesIn(options.var ?? []);
  const named = { project, ref, variables };
  const url = webhookUrl({ ...named, url: options.url }, io);
  const report: WebhookReport = { version: 1, url };
  io.out(options.json ? printJson(report) : `${url}\n`);
  if (!options.quiet) io.err(notes);
  return 0;
}

const notes = `Put a trigger token of that project in the place of TOKEN (fanout token create), and the address
into the other project's webhooks, for push or tag events; mask the token there ("Mask portions of
URL"), or all who may see the project's settings can read it. GitLab refuses Pipeline events there (403),
so that no two projects start each other in a circle. What happened comes along in the file that
$TRIGGER_PAYLOAD names.
`;
