import { readPage } from '../../http/cursor.ts';
import type { HandlersOf } from '../../http/handlers.ts';
import { found } from '../found.ts';
import { readHealthcareService, readHealthcareServices } from './repository.ts';
import { createHealthcareService, updateHealthcareService } from './service.ts';

/** Kinds of visits. */
export const healthcareServiceHandlers: HandlersOf<
  'listHealthcareServices' | 'createHealthcareService' | 'getHealthcareService' | 'updateHealthcareService'
> = {
  listHealthcareServices: (context, { query }) =>
    readPage(
      context,
      query,
      2,
      (after, limit) => readHealthcareServices(context, query, after, limit),
      ({ name, id }) => [name, id],
      (service) => service,
    ),
  createHealthcareService: (context, { body }) => createHealthcareService(context, body),
  getHealthcareService: async (context, { params }) =>
    found('healthcare service', await readHealthcareService(context, params.id)),
  updateHealthcareService: (context, { params, body }) => updateHealthcareService(context, params.id, body),
};
