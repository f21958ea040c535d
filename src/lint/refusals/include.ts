import { group } from "./row.ts";

const page = "ci/yaml/#include";

/** What is included, in the configuration and in trigger jobs. */
export const include = group({
  "include-kinds": {
    says: "Each include must use only one of: …",
    docs: "One entry of `include` is one file: from here (`local`), another project, an address, GitLab's templates, a component or an artifact.",
    hint: "Make an entry of each",
    page,
  },
  "include-kind-missing": {
    says: "… does not have a valid subkey for include. Valid subkeys are: …",
    docs: "The entry does not say where the file is, or says it with a misspelt or empty keyword.",
    hint: "Write `local`, `project`, `remote`, `template`, `component` or `artifact`",
    page,
  },
  "include-file-missing": {
    says: "Local file `…` does not exist!",
    docs: "The path is read from the top of the repository, at the commit of the pipeline; where the file that includes it lies does not matter.",
    hint: "Check the path from the top of the repository, and that the file is committed",
    page: "ci/yaml/#includelocal",
  },
  "include-project-file": {
    says: "… must specify the file where to fetch the config from",
    docs: "`include:project` names a project, and `file` says which of its files.",
    hint: "Add `file`",
    page: "ci/yaml/#includeproject",
  },
  "include-name": {
    says: "Included file `…` needs to be a string",
    docs: "Paths, addresses and names of templates are texts.",
    hint: "Write one text; make an entry of each file",
    page,
  },
  "include-extension": {
    says: "Included file `…` does not have YAML extension!",
    docs: "GitLab includes only files whose names end in `.yml` or `.yaml`.",
    hint: "Give the file such a name",
    page,
  },
  "include-address": {
    says: "Remote file `…` does not have a valid address!",
    docs: "`include:remote` takes an address that begins with `https://` or `http://`.",
    hint: "Write the whole address",
    page: "ci/yaml/#includeremote",
  },
  "include-template": {
    says: "Template file `…` is not a valid location!",
    docs: "GitLab's own templates have names that end in `.gitlab-ci.yml`.",
    hint: "Write the name as GitLab lists it, such as `Jobs/SAST.gitlab-ci.yml`",
    page: "ci/yaml/#includetemplate",
  },
  "include-integrity": {
    says: "… integrity hash must start with 'sha256-'",
    docs: "`integrity` holds a remote file to the hash of its content: `sha256-` and the hash in base64. GitLab refuses another form, another kind of include, and a file with another hash.",
    hint: "Make the hash anew from the file, after looking at what changed in it",
    page: "ci/yaml/#includeintegrity",
  },
  "include-cache": {
    says: "… cache can only be specified for remote includes",
    docs: "GitLab keeps a remote file for as long as `cache` says: an hour with `true`, or a duration of a minute at least. Other files it reads anew each time.",
    hint: "Take `cache` out, or write `true` or a duration such as `1 hour` beside `remote`",
    page: "ci/yaml/#includecache",
  },
  "include-empty": {
    says: "… file `…` is empty!",
    docs: "The included file has no content, or what should be fetched is not there.",
    hint: "Write something into it, or take the entry out",
    page,
  },
  "include-content": {
    says: "Included file `…` does not have valid YAML syntax!",
    docs: "What is left of the included file is an empty configuration: comments, or a header alone.",
    hint: "Write something into it, or take the entry out",
    page,
  },
  "include-without-project": {
    says: "Local file `…` does not have project!",
    docs: "A remote file and a template belong to no project, so there is nothing that a local file or a component could be taken from.",
    hint: "Include the file of a project, or by its address",
    page,
  },
  "include-artifact-in-parent": {
    says: "Including configs from artifacts is only allowed when triggering child pipelines",
    docs: "A configuration is read before any of its jobs runs, so only `trigger:include` can take a file that a job writes.",
    hint: "Start the file as a child pipeline with `trigger:include`",
    page: "ci/pipelines/downstream_pipelines/#dynamic-child-pipelines",
  },
  "include-too-many": {
    says: "Maximum of 150 nested includes are allowed!",
    docs: "GitLab counts every file that is included, by whatever file, also those that include each other in a circle.",
    hint: "Include less, and nothing that includes this file again",
    page: "administration/cicd/limits/",
  },
  "includes-too-big": {
    says: "Total size of combined CI/CD configuration is too big",
    docs: "All files of a configuration together are longer than GitLab reads.",
    hint: "Include less, or split the configuration into child pipelines",
    page: "administration/cicd/limits/",
  },
  "include-rules-form": {
    says: "include:rules config should be an array of hashes",
    docs: "`include:rules` is a list, each entry with keywords of its own.",
    hint: "Write a list: `- if: $NAME`",
    page: "ci/yaml/#includerules",
  },
  "include-rules-keyword": {
    says: "include:rules:rule config contains unknown keys: …",
    docs: "A rule of `include` takes `if`, `exists`, `changes` and `when`, and nothing else.",
    hint: "Keep to these keywords",
    page: "ci/yaml/#includerules",
  },
  "include-rules-when": {
    says: "include:rules:rule when unknown value: …",
    docs: "A file is included or not, so `when` is `always` or `never`.",
    hint: "Write `always` or `never`",
    page: "ci/yaml/#includerules",
  },
});
