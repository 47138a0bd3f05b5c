/** What waits for a reader of a stream, up to a size. */
export interface MessageQueue {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Adds a message. @returns false when more waits than may: the reader is too slow, and the message was not added */
  push(message: string): boolean;
  /** Ends the body, and drops what still waits. @returns whether something did: then the reader has to be cut off to notice */
  close(): boolean;
}

/** More than this never waits for one reader, in bytes: about five thousand events. */
const mostBytes = 512 * 1024;

/**
 * A body that is written to from outside. What waits is held here and not in the stream, so that it can be measured, and dropped when its reader may see no more.
 *
 * @param onGone called once, when the reader has left
 */
export function createMessageQueue(onGone: () => void): MessageQueue {
  const encoder = new TextEncoder();
  const waiting: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  let isClosed = false;
  let wake: (() => void) | undefined;

  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        while (waiting.length === 0 && !isClosed) {
          const woken = Promise.withResolvers<void>();
          wake = woken.resolve;
          await woken.promise;
        }
        const next = waiting.shift();
        if (next === undefined) return controller.close();
        bytes -= next.byteLength;
        controller.enqueue(next);
      },
      cancel() {
        isClosed = true;
        waiting.length = 0;
        wake?.();
        onGone();
      },
    },
    { highWaterMark: 0 },
  );

  return {
    body,
    push(message) {
      if (isClosed) return true;
      const chunk = encoder.encode(message);
      if (bytes + chunk.byteLength > mostBytes) return false;
      waiting.push(chunk);
      bytes += chunk.byteLength;
      wake?.();
      return true;
    },
    close() {
      const dropped = waiting.length > 0;
      isClosed = true;
      waiting.length = 0;
      wake?.();
      return dropped;
    },
  };
}
