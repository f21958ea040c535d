import { defineGenerator } from "../src/generate/define.ts";
import { shippedTemplate } from "../src/generate/shipped.ts";

/**
 * Directories with a Makefile: `make build` and `make test`, from templates/make.yml.hbs, which is
 * also the template to start one of your own from. Option: `image`.
 */
export default defineGenerator({
  name: "make",
  when: (service) => service.has("Makefile"),
  template: shippedTemplate("make.yml.hbs"),
});
