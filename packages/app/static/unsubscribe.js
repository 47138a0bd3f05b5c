// The page on which mails that ask are declined. Before anything else the link's secret leaves the address bar and the history entry.
const secret = location.hash.slice(1);
if (secret !== '') history.replaceState(null, '', location.pathname + location.search);

const texts = document.getElementById('unsubscribe').dataset;
const act = document.getElementById('act');
const message = document.getElementById('message');
let decision = 'deny';
let isSending = false;
// one key for each intent: a press that is tried again counts once
let key = crypto.getRandomValues(new Uint32Array(4)).join('-');

function say(text) {
  message.textContent = text;
  message.hidden = false;
}

async function decide() {
  if (isSending) return;
  isSending = true;
  try {
    const response = await fetch('/v1/survey-invitations/mail-decision', {
      method: 'POST',
      headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: JSON.stringify({ decision }),
    });
    if (response.status === 401) {
      act.hidden = true;
      say(texts.over);
    } else if (response.ok) {
      const isDeclined = decision === 'deny';
      say(isDeclined ? texts.declined : texts.agreed);
      decision = isDeclined ? 'permit' : 'deny';
      act.textContent = isDeclined ? texts.agree : texts.decline;
      key = crypto.getRandomValues(new Uint32Array(4)).join('-');
    } else say(texts.failed);
  } catch {
    say(texts.failed);
  } finally {
    isSending = false;
  }
}

if (/^svl_[\w.-]+$/.test(secret)) {
  act.hidden = false;
  act.addEventListener('click', decide);
} else say(texts.missing);
addEventListener('hashchange', () => location.reload());
