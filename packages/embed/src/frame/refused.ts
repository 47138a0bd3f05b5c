import type { Ready } from '@openprm/widgets/frame-page';

const refused: Ready = { openprm: 1, type: 'refused' };

/**
 * The script of the page that stands in place of an element: tells the shell on the host's page, which shows the clinic's own words. It says nothing that is not on the
 * page. The version is written out, so that the page loads nothing else; another one than the shell's does not compile.
 */
if (window.parent !== window) window.parent.postMessage(refused, '*');
