// Prints "<offset> <data>" for COUNT entries of a channel, read with npm's eventsource.
import { EventSource } from "eventsource";

const [url, count] = [process.argv[2], Number(process.argv[3])];
const source = new EventSource(url);
let seen = 0;
source.onmessage = (event) => {
  for (const entry of JSON.parse(event.data).entries) {
    console.log(`${entry.offset} ${JSON.stringify(entry.data)}`);
    seen++;
  }
  if (seen >= count) {
    source.close();
  }
};
source.onerror = (error) => {
  console.error(error);
  process.exit(1);
};
