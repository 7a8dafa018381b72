// Prints "<offset> <data>" for COUNT entries of a channel, read with npm's ws.
import WebSocket from "ws";

const [url, count] = [process.argv[2], Number(process.argv[3])];
const socket = new WebSocket(url);
let seen = 0;
socket.on("message", (text) => {
  const frame = JSON.parse(text);
  if (frame.op !== "batch") {
    return;
  }
  for (const entry of frame.entries) {
    console.log(`${entry.offset} ${JSON.stringify(entry.data)}`);
    seen++;
  }
  if (seen >= count) {
    socket.close();
  }
});
socket.on("error", (error) => {
  console.error(error);
  process.exit(1);
});
