// Receives COUNT webhooks and verifies each with npm's standardwebhooks and svix. Prints the port,
// then "<package> <verified|refused> <data of the first entry>" for each.
import { createServer } from "node:http";
import { Webhook as Standard } from "standardwebhooks";
import { Webhook as Svix } from "svix";

const [secret, count] = [process.argv[2], Number(process.argv[3])];
const packages = { standardwebhooks: new Standard(secret), svix: new Svix(secret) };
let seen = 0;

function verify(name, body, headers) {
  try {
    const [entry] = packages[name].verify(body, headers).entries;
    console.log(`${name} verified ${JSON.stringify(entry.data ?? entry.base64)}`);
  } catch (error) {
    console.log(`${name} refused ${error.constructor.name}`);
  }
}

const server = createServer(async (request, response) => {
  const pieces = [];
  for await (const piece of request) {
    pieces.push(piece);
  }
  Object.keys(packages).forEach((name) => verify(name, Buffer.concat(pieces), request.headers));
  seen++;
  response.writeHead(204, seen < count ? {} : { Connection: "close" }).end();
  if (seen >= count) {
    server.close();
  }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
