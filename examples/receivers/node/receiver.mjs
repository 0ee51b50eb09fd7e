// Receives baotin's webhooks, verified by the official package of Standard Webhooks.
//   npm ci && BAOTIN_SECRET=whsec_… node receiver.mjs [PORT]
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.BAOTIN_SECRET);
const seen = new Set(); // in earnest: a table, kept for at least three days

function take(headers, body) {
  const event = webhook.verify(body, headers); // throws where signature or time do not fit
  if (seen.has(headers['webhook-id'])) return;
  seen.add(headers['webhook-id']);
  if (event.data.test) console.log(`test ${event.type}`);
  else console.log(`${event.type} ${event.data.article?.title ?? event.data.incident.detail}`);
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    take(request.headers, Buffer.concat(chunks).toString());
    response.writeHead(204).end(); // first answer, then work on it
  } catch (error) {
    response.writeHead(400).end(error.message);
  }
});
server.listen(Number(process.argv[2] ?? 8080), '127.0.0.1', () =>
  console.log(`listening on ${server.address().port}`));
