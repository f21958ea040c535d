/** Which pipelines a situation would bring, down to the grandchildren. */
export { artifactsFor, type Called, type Parent, type Surroundings } from "./artifacts.ts";
export { forecast } from "./forecast.ts";
export { errorsOf, printForecast } from "./print.ts";
export { entriesOf, type ReadPipeline, readPipeline, textOf, unread } from "./read.ts";
export { type Forecast, isSound } from "./types.ts";
