import { group } from "./row.ts";

const page = "ci/inputs/";

/** Inputs: what a file declares, what it is given, and where it is put in. */
export const inputs = group({
  "header-form": {
    says: "header:… config contains unknown keys: …",
    docs: "The part above the line of dashes declares the file's inputs and takes only what GitLab knows there: `spec` with `inputs`, `include`, `component` and `description`; of an input `type`, `default`, `description`, `options`, `regex` and `rules`.",
    hint: "Keep to these keywords, each with the kind of value that GitLab wants",
    page: "ci/yaml/#specinputs",
  },
  "header-include": {
    says: "Header include file `…` contains unknown keys: …",
    docs: "A file in `spec:include` declares inputs, and holds `inputs` and nothing else.",
    hint: "Keep `inputs` alone in that file",
    page: "ci/yaml/#specinclude",
  },
  "header-include-in-component": {
    says: "Component `…` cannot use `spec:include`. This keyword is not supported in components",
    docs: "A component has to declare its inputs in its own file.",
    hint: "Write the inputs into the file of the component",
    page: "ci/components/",
  },
  "input-twice": {
    says: "Duplicate input keys found: …",
    docs: "Two files declare the same input, or the file and one in its `spec:include`.",
    hint: "Keep one of them",
    page: "ci/yaml/#specinclude",
  },
  "input-options": {
    says: "… cannot define more than 50 options",
    docs: "An input offers a list of 50 values at most, none of which is nothing.",
    hint: "Take values out, and write an empty text for nothing",
    page: "ci/yaml/#specinputsoptions",
  },
  "input-rules": {
    says: "… config these keys cannot be used together: rules, …",
    docs: "With `rules` an input's `options` and `default` depend on other inputs, so they stand in the rules.",
    hint: "Move `options` and `default` into the rules; one without `if` counts where no other does",
    page: "ci/yaml/#specinputsrules",
  },
  "inputs-form": {
    says: "Given inputs must be a hash",
    docs: "Inputs are given by name.",
    hint: "Write names with values below `inputs`",
    page,
  },
  "inputs-without-spec": {
    says: "Given inputs not defined in the `spec` section of the included configuration file",
    docs: "The included file declares no inputs, so it can be given none.",
    hint: "Declare them in `spec:inputs` of that file, or take `inputs` out",
    page,
  },
  "input-unknown": {
    says: "unknown input arguments: …",
    docs: "An input is given that the file does not declare.",
    hint: "Give only inputs that `spec:inputs` of the file declares",
    page,
  },
  "input-missing": {
    says: "`…` input: required value has not been provided",
    docs: "An input without a default has to be given by whoever includes the file.",
    hint: "Give it below `inputs`, or add a `default` to the file",
    page,
  },
  "input-value": {
    says: "`…` input: … value is not a …",
    docs: "The value of an input, or its default, is not of its type, not among its options, or does not match its pattern.",
    hint: "Hold the value against `spec:inputs` of the file",
    page: "ci/yaml/#specinputs",
  },
  "interpolation-unknown": {
    says: "unknown interpolation provided: `…` in `…`",
    docs: "`$[[ inputs.NAME ]]` names an input that the file does not declare.",
    hint: "Declare the input in the header of the same file, or mend its name",
    page,
  },
  "interpolation-syntax": {
    says: "invalid pattern used for interpolation. valid pattern is $[[ inputs.input ]]",
    docs: "What stands between `$[[` and `]]` is `inputs`, a dot and a name, with an index where the value is a list, and at most 1024 bytes long.",
    hint: "Write `$[[ inputs.NAME ]]`",
    page,
  },
  "interpolation-index": {
    says: "array index … out of bounds (size: …) in `…`",
    docs: "The block asks for an entry of an input that is no list, or shorter than that.",
    hint: "Ask for an entry that every value of the input has",
    page,
  },
  "interpolation-function": {
    says: "no function matching `…`: check that the function name, arguments, and types are correct",
    docs: "GitLab knows `expand_vars`, `truncate(from, length)` and `posix_escape`, three of them in one block at most, and only for texts.",
    hint: "Use one of these, on an input of type `string`",
    page: "ci/inputs/",
  },
  "interpolation-too-big": {
    says: "config node too large",
    docs: "GitLab stops where inputs make a configuration grow without end: 10,000 blocks, 500,000 values, 1 MiB in one text.",
    hint: "Use fewer blocks, or shorter values",
    page,
  },
});
