// The pages of mailed links, to a visit, to the waitlist and to a survey. Before anything else the link's secret leaves the address bar and the history entry; hence no import up here.
const secret = location.hash.slice(1);
const page = location.pathname + location.search;
if (secret !== '') history.replaceState(null, '', page);

const shown = document.getElementById('shown');
const message = document.getElementById('message');
const retry = document.getElementById('retry');
const texts = document.getElementById('link-page').dataset;

function say(text) {
  message.textContent = text;
  message.hidden = false;
}

function openLinkAgain() {
  history.replaceState(null, '', `${page}#${secret}`);
  location.reload();
}

async function show() {
  if (secret === '') {
    say(texts.missing);
    return;
  }
  if (!/^(lnk|wll|svl)_[\w.-]+$/.test(secret)) {
    say(texts.incomplete);
    return;
  }
  const element = document.createElement(secret.startsWith('svl_') ? 'prm-survey' : 'prm-booking');
  // This page is on the API's own origin, and no other script is on it.
  element.setAttribute('isolation', 'inline');
  element.link = secret;
  // Outside of every slot: seen only as long as the element's code has not come.
  element.textContent = texts.unavailable;
  shown.append(element);
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
