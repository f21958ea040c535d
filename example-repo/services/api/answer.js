import { greeting } from "../../libs/greeting/index.js";

export const answer = (name) => ({ status: 200, body: greeting(name) });
