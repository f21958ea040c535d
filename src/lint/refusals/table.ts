import { forms } from "./forms.ts";
import { include } from "./include.ts";
import { inputs } from "./inputs.ts";
import { jobs } from "./jobs.ts";
import { keywords } from "./keywords.ts";
import { needs } from "./needs.ts";
import { rules } from "./rules.ts";
import { trigger } from "./trigger.ts";
import { values } from "./values.ts";
import { yaml } from "./yaml.ts";

/** All that GitLab itself refuses: one row a code, one file a part of the configuration. */
export const refusals = {
  ...yaml,
  ...include,
  ...inputs,
  ...keywords,
  ...forms,
  ...jobs,
  ...rules,
  ...needs,
  ...trigger,
  ...values,
};

export type RefusalCode = keyof typeof refusals;
