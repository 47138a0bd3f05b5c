import { type Task, taskOutcomes } from '@openprm/contract';
import { html } from 'hono/html';
import { mostClosedTasks } from '../clinic-api.ts';
import { describeTime } from './clinic-time.ts';
import { choice, notice, problemNotice, tokenField } from './form-parts.ts';
import type { Html } from './layout.ts';
import { phoneLink } from './phone-link.ts';
import { type StaffFrame, onlyWhole, staffLayout } from './staff-layout.ts';

/** When it is, and on which clock times are shown. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly timeZone: string;
}

/** What the page of tasks shows. */
export interface TasksView extends Moment {
  /** By when they are due. */
  readonly tasks: readonly Task[];
  /** Where the feed of events stood before they were read. */
  readonly feedCursor: string;
  readonly news?: string | undefined;
}

/** What is to be done because of what patients answered. */
export const tasksPage = (frame: StaffFrame, { tasks, feedCursor, news, ...moment }: TasksView): Html =>
  staffLayout(frame, {
    title: 'Tasks',
    page: 'tasks',
    scripts: ['/app/staff-list.js'],
    main: html`<div class="wrap">
      <div class="page-head">
        <div>
          <h1>Tasks</h1>
          <p class="muted" id="tasks-count">${tasks.length === 1 ? 'One is open.' : `${tasks.length} are open.`}</p>
        </div>
        <div class="live">
          <p class="live__state" id="live-state" hidden></p>
          <a class="button" href="/staff/tasks?closed=1">Closed tasks</a>
        </div>
        <p class="visually-hidden" id="live-news" role="status"></p>
      </div>
      ${notice(news)}
      <div id="tasks" data-cursor="${feedCursor}" data-address="/staff/tasks" data-events="task.">
        ${taskList(frame, tasks, 'By when they are due', 'When an answer needs somebody, it stands here at once.', moment)}
      </div>
    </div>`,
  });

/** What was closed last. It is not kept up to date while it is open: nothing on it waits for anybody. */
export const closedTasksPage = (
  frame: StaffFrame,
  { tasks, ...moment }: Pick<TasksView, 'tasks' | keyof Moment>,
): Html =>
  staffLayout(frame, {
    title: 'Closed tasks',
    page: 'tasks',
    main: html`<div class="wrap">
      <div class="page-head">
        <div>
          <h1>Closed tasks</h1>
          <p class="muted">${describeClosed(tasks.length)}</p>
        </div>
        <a class="button" href="/staff/tasks">Open tasks</a>
      </div>
      ${taskList(frame, tasks, 'The last closed first', 'What was closed stands here, with what came of it.', moment)}
    </div>`,
  });

const describeClosed = (count: number) => {
  if (count === mostClosedTasks) return `The last ${count} that were closed.`;
  return count === 1 ? 'One was closed.' : `${count} were closed.`;
};

const taskList = (frame: StaffFrame, tasks: readonly Task[], order: string, whenEmpty: string, moment: Moment) =>
  tasks.length === 0
    ? onlyWhole(
        frame,
        html`<div class="empty">
          <h2>Nothing here</h2>
          <p class="muted">${whenEmpty}</p>
        </div>`,
      )
    : html`<h2 class="visually-hidden" id="task-order">${order}</h2>
        <ol class="people" aria-labelledby="task-order">
          ${tasks.map((task) => taskItem(task, moment))}
        </ol>`;

const taskItem = (task: Task, moment: Moment) =>
  html`<li class="card person" id="${task.id}">
    <div>
      <h3><a href="/staff/tasks/${task.id}">${nameOf(task)}</a></h3>
      ${facts(task, moment)}
    </div>
  </li>`;

const nameOf = ({ patient }: Task) => (patient === null ? 'Erased patient' : `${patient.given} ${patient.family}`);

/** What it is, by when, who has it, and how to reach the patient. */
const facts = (task: Task, { now, timeZone }: Moment): Html =>
  html`<p>
      <span class="status status--${stateOf(task, now)}">${describeState(task, now)}</span>
      <strong>${codeNames[task.code]}</strong>
    </p>
    <p class="muted">
      due ${describeTime(task.dueAt, timeZone)}
      ${task.owner === null ? '· nobody has it yet' : html`· ${task.owner.name} has it`}
      ${task.minutesToContact === null ? '' : html`· first contact after ${describeMinutes(task.minutesToContact)}`}
      ${task.triedAt !== null && task.contactedAt === null ? '· tried, and not reached yet' : ''}
    </p>
    ${task.patient?.phone ? html`<p>${phoneLink(task.patient.phone)}</p>` : ''}`;

const codeNames: Readonly<Record<Task['code'], string>> = {
  safety: 'Safety answer: look at it now',
  recovery: 'Somebody was not well served',
  'call-back': 'To be called back',
  unknown: 'To look at',
};

const isClosed = ({ status }: Task) => status === 'completed' || status === 'cancelled';

function stateOf(task: Task, now: number): string {
  if (!isClosed(task) && Date.parse(task.dueAt) < now) return 'overdue';
  return task.status === 'in-progress' ? 'booked' : 'unknown';
}

function describeState(task: Task, now: number): string {
  switch (task.status) {
    case 'completed':
      return task.outcome === null ? 'Done' : outcomeNames[task.outcome];
    case 'cancelled':
      return 'Not needed';
    case 'in-progress':
    case 'requested':
    case 'unknown':
      if (Date.parse(task.dueAt) < now) return 'Overdue';
      return task.status === 'in-progress' ? 'In work' : 'New';
  }
}

const outcomeNames: Readonly<Record<NonNullable<Task['outcome']>, string>> = {
  helped: 'Helped',
  referred: 'Sent on to somebody who can help',
  'not-reached': 'Not reached',
  declined: 'They did not want to talk',
  'no-action-needed': 'Nothing had to be done',
  unknown: 'Done',
};

const describeMinutes = (minutes: number) =>
  minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;

/** What the page of one task shows. */
export interface TaskView extends Moment {
  readonly task: Task;
  readonly problem?: string | undefined;
  readonly news?: string | undefined;
  /** What was typed and not saved. */
  readonly typed?: { readonly note: string; readonly outcome: string } | undefined;
}

/** One task: why, whom to call, and what comes of it. */
export const taskPage = (frame: StaffFrame, { task, problem, news, typed, ...moment }: TaskView): Html =>
  staffLayout(frame, {
    title: 'Task',
    page: 'tasks',
    main: html`<div class="wrap">
      <div class="page-head">
        <div>
          <h1>${nameOf(task)}</h1>
          ${facts(task, moment)} ${why(task)} ${notesOf(task, moment)}
        </div>
        <a class="button" href="/staff/tasks">All tasks</a>
      </div>
      ${problemNotice(problem)} ${notice(news)}
      ${
        isClosed(task)
          ? // who does not see what came of it does not take it back
            task.code === 'call-back'
            ? ''
            : act(frame, task, 'reopen', 'Open it again')
          : html`<div class="buttons">
                ${task.owner?.id === frame.session.staff.id ? '' : act(frame, task, 'take', 'I take it on')}
                ${task.contactedAt === null ? act(frame, task, 'called', 'I have reached them just now') : ''}
                ${task.triedAt === null ? act(frame, task, 'tried', 'I have tried just now') : ''}
              </div>
              ${closing(frame, task, typed)}`
      }
    </div>`,
  });

/** Why it was opened, for who sees what is clinical. */
const why = ({ detail }: Task) => {
  if (detail?.rule === null || detail === null)
    return html`<p class="muted">Why is for those of whom the patient was told that they read the answers.</p>`;
  const about = detail.linkId ?? detail.scoreId;
  return html`<p>Because of ${reasonNames[detail.rule]}${about === null ? '' : html` (<code>${about}</code>)`}.</p>`;
};

const reasonNames: Readonly<Record<NonNullable<NonNullable<Task['detail']>['rule']>, string>> = {
  safety: 'an answer that may mean danger',
  score: 'a score',
  answer: 'an answer',
  word: 'a word in what was written',
  unknown: 'an answer',
};

/** What was noted, by whom and when, for who may know why. */
const notesOf = ({ detail }: Task, { timeZone }: Moment) =>
  !detail?.notes || detail.notes.length === 0
    ? ''
    : html`<ul aria-label="Notes">
        ${detail.notes.map(
          ({ text, author, createdAt }) =>
            html`<li>
              <span class="note__text">${text}</span>
              <span class="muted">${author?.name ?? 'The clinic’s server'}, ${describeTime(createdAt, timeZone)}</span>
            </li>`,
        )}
      </ul>`;

const versionField = ({ version }: Task) => html`<input type="hidden" name="version" value="${version}" />`;

const act = ({ token }: StaffFrame, task: Task, name: string, label: string) =>
  html`<form method="post" action="/staff/tasks/${task.id}/${name}">
    ${tokenField(token)}${versionField(task)}
    <button type="submit">${label}</button>
  </form>`;

const closing = ({ token }: StaffFrame, task: Task, typed: TaskView['typed']) => {
  const text = typed?.note ?? '';
  return html`<form class="card invite" method="post" action="/staff/tasks/${task.id}/save">
    ${tokenField(token)}${versionField(task)}
    <div class="field">
      <label for="note">Add a note</label>
      <p class="muted" id="note-hint">
        ${
          task.detail === null
            ? 'It stands beside what others noted, which you do not see. Yours will not be shown to you again.'
            : 'It stands beside what was noted before. Notes are not changed.'
        }
      </p>
      <textarea id="note" name="note" rows="4" maxlength="4000" aria-describedby="note-hint">${text}</textarea>
    </div>
    ${choice({
      name: 'outcome',
      label: 'What came of it',
      isOptional: true,
      options: taskOutcomes.map((outcome) => [outcome, outcomeNames[outcome]] as const),
      value: typed?.outcome,
    })}
    <div class="buttons">
      <button type="submit" name="close" value="">Save the note</button>
      <button class="button--primary" type="submit" name="close" value="1">Close the task</button>
    </div>
  </form>`;
};
