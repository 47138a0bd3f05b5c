import { html, nothing, type TemplateResult } from 'lit';
import { isOnItsWay } from '../flow/uploads.ts';
import { isSavedInParts } from '../flow/saving-state.ts';
import { readAttachment } from '../read-attachment.ts';
import type { Upload } from '../survey-state.ts';
import type { Asked } from './asked.ts';
import { heldWords } from './file-words.ts';
import { ownWords } from './form-text.ts';
import { canRetry } from './failure-notice.ts';

interface Row {
  readonly title: string;
  /** In bytes; null where it is not known. */
  readonly size: number | null;
  readonly status: string;
  readonly onRetry: (() => void) | null;
  readonly onRemove: () => void;
}

/** Files, by their names; each can be taken away again. One that goes by itself says whether the clinic has it. */
export function attachments(asked: Asked) {
  const { node, item, context, id, described, findings } = asked;
  const { answers, send } = context;
  const { key } = node;
  const given = node.entries.flatMap(({ value }, at) =>
    value?.type === 'Attachment' ? [{ value: value.value, at }] : [],
  );
  const uploads = (answers.uploads.get(key) ?? []).filter(isOnItsWay);
  const onChange = async ({ target }: Event) => {
    if (!(target instanceof HTMLInputElement)) return;
    const [file] = target.files ?? [];
    if (!file) return;
    if (isSavedInParts(answers)) {
      target.value = '';
      return send({ type: 'file-chosen', key, file });
    }
    const value = { type: 'Attachment', value: await readAttachment(file) } as const;
    target.value = '';
    const before = item.repeats ? given.map((each) => ({ type: 'Attachment', value: each.value }) as const) : [];
    send({ type: 'answered', key, values: [...before, value] });
  };
  const isFull = given.length + uploads.length >= item.maxOccurs;
  // By their places, so that a file that has arrived stays in its row, with the focus.
  const rows: readonly Row[] = [
    ...given.map(({ value, at }) => ({
      // in confidence the clinic was told no name: whoever comes back sees what kind of file it is
      title: value.title ?? value.contentType ?? '',
      size: value.size ?? null,
      status: '',
      onRetry: null,
      onRemove: () => send({ type: 'entry-removed', key, at }),
    })),
    ...uploads.map(({ file, status }) => ({
      title: file.name,
      size: file.size,
      status: statusWords({ file, status }, asked),
      onRetry:
        status.status === 'failed' && canRetry(status.failure) ? () => send({ type: 'file-retried', key, file }) : null,
      onRemove: () => send({ type: 'file-dropped', key, file }),
    })),
  ];
  return html`${
    rows.length === 0
      ? nothing
      : html`<ul class="files">
          ${rows.map((row, at) => rowView(row, `${id}-file-${at}`, asked))}
        </ul>`
  }
  ${
    isFull && rows.length > 0
      ? nothing
      : html`<input
          id=${id}
          class="file"
          part="input"
          type="file"
          accept=${item.limits.mimeTypes.join(',') || nothing}
          aria-describedby=${described}
          aria-invalid=${findings.length > 0 ? 'true' : 'false'}
          @change=${onChange}
        />`
  }`;
}

const rowView = ({ title, size, status, onRetry, onRemove }: Row, id: string, { context }: Asked): TemplateResult =>
  html`<li class="row" id=${id} tabindex="-1">
    <span class="file-name">${ownWords(title)}</span>
    <span class="muted">${size === null ? nothing : heldWords(size, context)}</span>
    ${status === '' ? nothing : html`<span class="file-status">${status}</span>`}
    ${
      onRetry
        ? html`<button
            class="button"
            part="button"
            type="button"
            aria-label=${context.messages.retryFile(title)}
            @click=${onRetry}
          >
            ${context.messages.tryAgain}
          </button>`
        : nothing
    }
    <button
      class="button"
      part="button"
      type="button"
      aria-label=${context.messages.removeFile(title)}
      @click=${onRemove}
    >
      ${context.messages.remove}
    </button>
  </li>`;

function statusWords({ status }: Upload, { context: { messages } }: Asked): string {
  switch (status.status) {
    case 'waiting':
    case 'sending':
      return messages.sending;
    case 'failed':
      return canRetry(status.failure) ? messages.fileNotSent : messages.fileNotTaken;
    case 'refused':
      return messages.fileNotSent;
    case 'sent':
      return '';
  }
}
