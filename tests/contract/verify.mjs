// What the official package says of one delivery: prints `valid` or why not.
//   node verify.mjs SECRET, with {"headers": {…}, "body": "…"} on the command line behind it
// Where the secret begins with whpk_, Ed25519 by Node's own crypto: the package knows only v1.
import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

const [secret, message] = process.argv.slice(2);
const { headers, body } = JSON.parse(message);

function verifyEd25519() {
  const raw = Buffer.from(secret.slice('whpk_'.length), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' });
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const good = headers['webhook-signature'].split(' ').some((one) =>
    one.startsWith('v1a,') && verify(null, Buffer.from(text), key, Buffer.from(one.slice(4), 'base64')));
  if (!good) throw new Error('No matching signature found');
}

try {
  if (secret.startsWith('whpk_')) verifyEd25519();
  else new Webhook(secret).verify(body, headers);
  console.log('valid');
} catch (error) {
  console.log(error.message);
}
