/** One event of Chromium's trace. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** Microseconds of the clock. */
  readonly ts: number;
  /** Microseconds of processor time that the thread has had. */
  readonly tts?: number;
  readonly tdur?: number;
  readonly tid: number;
  readonly pid: number;
}

/** What Chromium's profiler counts as script. Styles and layouts that a script asks for are within, and are counted with it. */
const scriptEvents = new Set([
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'FunctionCall',
  'RunMicrotasks',
  'TimerFire',
  'v8.callFunction',
  'v8.evaluateModule',
  'v8.compile',
  'v8.compileModule',
  'V8.GCScavenger',
  'MinorGC',
  'MajorGC',
]);

/** What {@link scriptTimes} reads. */
export const traceCategories: string[] = ['devtools.timeline', 'blink.user_timing', 'v8'];

/**
 * How long scripts ran on the page's main thread between each pair of marks, whichever task, microtask or timer they ran in. It is processor time of that thread, which
 * the browser's slowing down is part of and what else the machine did is not.
 *
 * @param trace as Chromium writes it, with {@link traceCategories}
 * @returns milliseconds, in the order of the begins
 */
export function scriptTimes(trace: Buffer, begin: string, end: string): number[] {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { readonly traceEvents: readonly TraceEvent[] };
  const marks = (name: string) => traceEvents.filter((event) => event.name === name).sort((a, b) => a.ts - b.ts);
  const begins = marks(begin);
  const ends = marks(end);
  const [first] = begins;
  if (!first || begins.length !== ends.length) throw new Error(`The trace has no pairs of ${begin} and ${end}.`);
  const ran = traceEvents.filter(
    ({ name, ph, tid, pid }) => ph === 'X' && tid === first.tid && pid === first.pid && scriptEvents.has(name),
  );
  const spans = joined(ran.map(({ tts = 0, tdur = 0 }) => [tts, tts + tdur]));
  return begins.map(({ tts: since = 0 }, at) => {
    const until = ends[at]?.tts ?? since;
    const within = spans.map(([from, to]) => Math.max(0, Math.min(to, until) - Math.max(from, since)));
    return within.reduce((sum, each) => sum + each, 0) / 1000;
  });
}

/** Spans that lie within one another or overlap are one. */
function joined(spans: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const all: [number, number][] = [];
  for (const [from, to] of spans.toSorted((one, other) => one[0] - other[0])) {
    const last = all.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}

/** How long the page's main thread was at work between each pair of marks, with scripts, styles, layouts and drawing: processor time, in milliseconds. */
export function mainThreadTimes(trace: Buffer, begin: string, end: string): number[] {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { readonly traceEvents: readonly TraceEvent[] };
  const times = (name: string) =>
    traceEvents
      .filter((event) => event.name === name)
      .map(({ tts = 0 }) => tts)
      .sort((one, other) => one - other);
  const ends = times(end);
  return times(begin).map((since, at) => ((ends[at] ?? since) - since) / 1000);
}
