// Asks before a session ends, two minutes early, and takes what is on the screen away when it has ended.
const dialog = document.getElementById('idle');
const minute = 60_000;
const idle = Number(dialog.dataset.minutes) * minute;
let ask;
let leave;

function begin() {
  clearTimeout(ask);
  clearTimeout(leave);
  ask = setTimeout(() => dialog.showModal(), idle - 2 * minute);
  leave = setTimeout(() => location.replace('/staff/sign-in?ended=idle'), idle);
}

dialog.addEventListener('close', async () => {
  begin();
  const answer = await fetch('/staff/here', { cache: 'no-store' }).catch(() => undefined);
  if (answer?.redirected || answer?.status === 401) location.replace('/staff/sign-in?ended=idle');
});
// A page that comes back out of the history shows what it showed: it is asked for again.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
begin();
