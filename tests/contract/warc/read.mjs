// What warcio reads of a WARC file: a line of JSON for every record.
//   node read.mjs FILE
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { WARCParser } from "warcio";

for await (const record of new WARCParser(createReadStream(process.argv[2]))) {
    const payload = await record.readFully(false); // as it was sent: still compressed
    const sha256 = createHash("sha256").update(payload).digest("hex");
    const text = new TextDecoder().decode(await record.readFully(true));
    console.log(JSON.stringify({
        type: record.warcType,
        url: record.warcTargetURI,
        date: record.warcDate,
        digest: record.warcHeader("WARC-Payload-Digest"),
        sha256: `sha-256:${sha256}`,
        title: /<title>([^<]*)/.exec(text)?.[1] ?? null,
    }));
}
