import type { EndpointAnswer, EndpointRequest } from '@openprm/contract';
import type { EndpointName, EndpointTable } from '@openprm/contract/policies';
import type { RequestContext } from './context.ts';

/** Does one endpoint's work: parsed request in, answer out. */
export type Handler<Name extends EndpointName> = (
  context: RequestContext,
  request: EndpointRequest<EndpointTable[Name]>,
) => Promise<EndpointAnswer<EndpointTable[Name]>>;

/** One handler for each row of the table: a missing one is a type error. */
export type Handlers = { readonly [Name in EndpointName]: Handler<Name> };

/** The handlers of one feature. */
export type HandlersOf<Name extends EndpointName> = Pick<Handlers, Name>;
