import { defaults } from '@openprm/widgets/config';

/** The API's address is where the loader came from, so that a plain page needs no other attribute than its key. */
defaults.apiUrl ??= new URL(import.meta.url).origin;
/** What the loader places runs in a frame unless it says otherwise: a plain page may hold other scripts that read what is on it. */
defaults.isolation = 'frame';
