// The order matters: the elements of a page are upgraded while the second module runs.
import './default-origin.ts';
import '@openprm/widgets/prm-booking.js';
