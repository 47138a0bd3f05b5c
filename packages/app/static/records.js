// The page of a signed link. Before anything else the link's secret leaves the address bar and the history entry; hence no import up here.
const secret = location.hash.slice(1);
const page = location.pathname + location.search;
if (secret !== '') history.replaceState(null, '', page);

const shown = document.getElementById('shown');
const message = document.getElementById('message');
const retry = document.getElementById('retry');
const texts = document.getElementById('link-page').dataset;

const given = new URLSearchParams(location.search).get('key') ?? '';
const key = /^pk_[\w.-]+$/.test(given) ? given : null;

function say(text) {
  message.textContent = text;
  message.hidden = false;
}

function openLinkAgain() {
  history.replaceState(null, '', secret === '' ? page : `${page}#${secret}`);
  location.reload();
}

async function show() {
  if (secret === '' && key === null) {
    say(texts.missing);
    return;
  }
  if (secret !== '' && !/^psl_[\w.-]+$/.test(secret)) {
    say(texts.incomplete);
    return;
  }
  const log = document.createElement('prm-access-log');
  // Nothing of anybody else runs on this page.
  log.setAttribute('isolation', 'inline');
  if (secret !== '') log.link = secret;
  if (key !== null) {
    log.setAttribute('publishable-key', key);
    // A link is good once: a reload must not lose what it opened.
    log.setAttribute('remember', '');
  }
  // Outside of every slot: seen only as long as the element's code has not come.
  log.textContent = texts.unavailable;
  shown.append(log);
  try {
    await import('/embed/openprm.js');
  } catch {
    shown.replaceChildren();
    say(texts.notLoaded);
    retry.hidden = false;
    retry.addEventListener('click', openLinkAgain);
  }
}

// Another link opened in this tab changes only the fragment.
addEventListener('hashchange', () => location.reload());
await show();
