import type { RequestContext } from '../../http/context.ts';

/**
 * Schedules in force: they themselves, their role, its practitioner, its location and the location's organization are active. What the public
 * directory shows is what these offer. Whether a service is active, and whether hours are left, is asked elsewhere.
 *
 * In scope for joins and conditions: `schedule`, `practitioner_role`, `practitioner`, `location`, `organization`.
 */
export const schedulesInForce = ({ tx, tenantId }: Pick<RequestContext, 'tx' | 'tenantId'>) =>
  tx
    .selectFrom('schedule')
    .innerJoin('practitioner_role', (join) =>
      join
        .onRef('practitioner_role.tenant_id', '=', 'schedule.tenant_id')
        .onRef('practitioner_role.id', '=', 'schedule.practitioner_role_id'),
    )
    .innerJoin('practitioner', (join) =>
      join
        .onRef('practitioner.tenant_id', '=', 'practitioner_role.tenant_id')
        .onRef('practitioner.id', '=', 'practitioner_role.practitioner_id'),
    )
    .innerJoin('location', (join) =>
      join
        .onRef('location.tenant_id', '=', 'practitioner_role.tenant_id')
        .onRef('location.id', '=', 'practitioner_role.location_id'),
    )
    .innerJoin('organization', (join) =>
      join
        .onRef('organization.tenant_id', '=', 'location.tenant_id')
        .onRef('organization.id', '=', 'location.organization_id'),
    )
    .where('schedule.tenant_id', '=', tenantId)
    .where('schedule.active', '=', true)
    .where('practitioner_role.active', '=', true)
    .where('practitioner.active', '=', true)
    .where('location.active', '=', true)
    .where('organization.active', '=', true);

/** {@link schedulesInForce} with the services they offer, one row for each pair; `schedule_service` is in scope too. */
export const offersInForce = (context: Pick<RequestContext, 'tx' | 'tenantId'>) =>
  schedulesInForce(context).innerJoin('schedule_service', (join) =>
    join
      .onRef('schedule_service.tenant_id', '=', 'schedule.tenant_id')
      .onRef('schedule_service.schedule_id', '=', 'schedule.id'),
  );
