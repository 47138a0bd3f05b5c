// The page of an invitation. Before anything else its secret leaves the address bar and the history entry; hence no import up here.
const secret = location.hash.slice(1);
if (secret !== '') history.replaceState(null, '', location.pathname);

const input = document.getElementById('invitation');
if (secret !== '') input.value = decodeURIComponent(secret);
// What came by the link or was sent once need not be seen; an empty field says what to paste.
document.getElementById('invitation-field').hidden = input.value !== '';
