import './default-origin.ts';
import '@openprm/widgets/prm-config.js';
