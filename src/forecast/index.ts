/** Which pipelines a situation would bring, down to the grandchildren. */
export { forecast, type Generated, type Surroundings } from "./forecast.ts";
export { printForecast } from "./print.ts";
export type { Forecast } from "./types.ts";
