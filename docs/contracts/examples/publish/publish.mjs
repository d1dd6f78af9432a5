// Publish the event of a file as a new one: QUEUE=<DecisionsQueueUrl> node publish.mjs candidate.rejected.v1.json
// It needs Node 22 or later, and `npm install @aws-sdk/client-sqs`.
//
// It ends with 0 only if the queue has the event. Otherwise run it again: a decision that arrives twice sends one email.
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";

import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

/** Return the event of a file with an id of its own and the time of now. */
function newEvent(text) {
  const event = JSON.parse(text);
  if (!event?.specversion) throw new Error("not a CloudEvents 1.0 object");
  return { ...event, id: randomUUID(), time: new Date().toISOString() };
}

/** Send the event, and return the id of its message. The SDK compares the answer's checksum with what it sent. */
async function publish(queue, event) {
  // Each attempt sends the same event under the same id, so one whose answer got lost does no harm.
  const sqs = new SQSClient({ maxAttempts: 5 });
  const answer = await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify(event) }));
  if (!answer.MessageId) throw new Error("the answer names no message");
  return answer.MessageId;
}

const [file, ...rest] = process.argv.slice(2);
const queue = process.env.QUEUE;
if (!file || rest.length > 0 || !queue) {
  console.error("Usage: QUEUE=<DecisionsQueueUrl> node publish.mjs EVENT.json");
  process.exit(1);
}
try {
  const event = newEvent(await readFile(file, "utf8"));
  const message = await publish(queue, event);
  console.log(`Published: ${file}: event ${event.id}, message ${message}`);
} catch (error) {
  console.error(`Not published: ${file}: ${error.message}`);
  process.exit(1);
}
