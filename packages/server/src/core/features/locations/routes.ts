import { readPage } from '../../http/cursor.ts';
import type { HandlersOf } from '../../http/handlers.ts';
import { found } from '../found.ts';
import { readLocation, readLocations } from './repository.ts';
import { createLocation, updateLocation } from './service.ts';

/** Places where people are seen. */
export const locationHandlers: HandlersOf<'listLocations' | 'createLocation' | 'getLocation' | 'updateLocation'> = {
  listLocations: (context, { query }) =>
    readPage(
      context,
      query,
      2,
      (after, limit) => readLocations(context, query, after, limit),
      ({ name, id }) => [name, id],
      (location) => location,
    ),
  createLocation: (context, { body }) => createLocation(context, body),
  getLocation: async (context, { params }) => found('location', await readLocation(context, params.id)),
  updateLocation: (context, { params, body }) => updateLocation(context, params.id, body),
};
