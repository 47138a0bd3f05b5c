import { focusAfter } from './focus-after.ts';
import { showHelp } from './show-help.ts';
import type { Answers, SurveyState } from './survey-state.ts';

/**
 * The same as {@link focusAfter}, once everything can be shown; help that appears in place takes it from nobody, and is brought into view here.
 *
 * @param element what shows it
 */
export function focusAfterRest(before: SurveyState, now: SurveyState, element: Element): string | null {
  if (before === now) return null;
  showHelp(before, now, element);
  switch (now.step) {
    case 'answering':
      if (before.step !== 'answering') return now.refusals > refusalsOf(before) ? '#problems' : '#heading';
      if (now.refusals > before.refusals) return '#problems';
      if (isFailed(now) && !isFailed(before)) return '.notice-title';
      if (now.place.key !== before.place.key && now.place.index !== before.place.index) return '#heading';
      return fileMoved(before, now) ?? rowMoved(before, now);
    case 'review':
      if (before.step !== 'review') return '#heading';
      return isFailed(now) && !isFailed(before) ? '.notice-title' : null;
    case 'refused':
    case 'conflict':
    case 'late':
      return before.step === now.step ? null : '.notice-title';
    default:
      return focusAfter(before, now);
  }
}

const refusalsOf = (state: SurveyState): number => ('refusals' in state ? state.refusals : 0);

/** Sending failed, and says so in a banner. */
const isFailed = ({ saving }: Pick<Answers, 'saving'>): boolean =>
  saving.status.status === 'failed' && saving.status.kind === 'whole';

/** The input of an answer that was added, or the first of a new instance; where one was taken away, what stands in its place. */
function rowMoved(before: Answers, now: Answers): string | null {
  if (before.form === now.form) return null;
  for (const [key, node] of now.form.nodes) {
    const known = before.form.nodes.get(key);
    if (!known || known === node) continue;
    const item = now.plan.items[node.item];
    if (!item?.repeats || item.options || item.type === 'attachment') continue;
    const [had, has] = [known.entries.length, node.entries.length];
    // The first that is typed makes its own place.
    if (had === has || (had === 0 && has === 1)) continue;
    const gone = known.entries.findIndex(({ id }, at) => id !== node.entries[at]?.id);
    const at = has > had ? has - 1 : Math.max(0, Math.min(gone, has - 1));
    if (item.type !== 'group') return `[id="q${key}${at === 0 ? '' : `-${at}`}"]`;
    return `[id="q${key}"] > .instance:nth-of-type(${at + 1}) :is(input, select, textarea, button)`;
  }
  return null;
}

/** The row of a file that was chosen, since its input may be gone; the input again when it is back. */
function fileMoved(before: Answers, now: Answers): string | null {
  if (before.uploads === now.uploads) return null;
  for (const [key, files] of now.uploads) {
    const known = before.uploads.get(key) ?? [];
    if (known === files) continue;
    const entries = now.form.nodes.get(key)?.entries.length ?? 0;
    const left = files.filter(({ status }) => status.status !== 'sent').length;
    if (files.some(({ file }) => known.every((each) => each.file !== file)))
      return `[id="q${key}-file-${entries + left - 1}"]`;
    if (files.length < known.length) return `[id="q${key}"]`;
  }
  return null;
}
