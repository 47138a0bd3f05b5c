import type { HandlersOf } from '../../http/handlers.ts';
import { listAuditEvents } from './service.ts';

export const auditEventHandlers: HandlersOf<'listAuditEvents'> = { listAuditEvents };
