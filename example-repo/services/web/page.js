import { greeting } from "../../libs/greeting/index.js";

export const page = (name) => `<!doctype html><title>Example</title><h1>${greeting(name)}</h1>\n`;
