// The page of a mailed link. Before anything else the link's secret leaves the address bar and the history entry; hence no import up here.
const secret = location.hash.slice(1);
if (secret !== '') history.replaceState(null, '', location.pathname);

const visit = document.getElementById('visit');
const message = document.getElementById('manage-message');
const retry = document.getElementById('manage-retry');

function say(text) {
  message.textContent = text;
  message.hidden = false;
}

function openLinkAgain() {
  history.replaceState(null, '', `${location.pathname}#${secret}`);
  location.reload();
}

async function show() {
  if (secret === '') {
    say(
      'Open this page from the link in your mail. The link is not kept in the address bar, so after a reload open it from the mail again.',
    );
    return;
  }
  if (!/^lnk_[\w.-]+$/.test(secret)) {
    say('This link is not complete. Open it again from your mail, or copy all of it.');
    return;
  }
  const booking = document.createElement('prm-booking');
  booking.link = secret;
  // Outside of every slot: seen only as long as the element's code has not come.
  booking.textContent =
    'Your visit cannot be shown at the moment. Check the connection and open the link from your mail again, or call the clinic.';
  visit.append(booking);
  try {
    await import('/embed/openprm.js');
  } catch {
    visit.replaceChildren();
    say('The page could not load completely. Check the connection and try again, or call the clinic.');
    retry.hidden = false;
    retry.addEventListener('click', openLinkAgain);
  }
}

// Another link opened in this tab changes only the fragment.
addEventListener('hashchange', () => location.reload());
await show();
