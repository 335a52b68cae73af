import type { PlanError } from './PlanError.js';

/** How loud an error is printed: something asked for is not done, something is not as it should be, or good to know. */
export type Severity = 'error' | 'warning' | 'note';

/**
 * How loud an error is printed. A wish that is refused, as a whole or for one listener, is an error; one that is followed but
 * for a part, or that leaves something behind, is a warning; what somebody asked for or could not know is a note.
 */
export const severity = (error: PlanError): Severity => {
  switch (error._tag) {
    case 'InvalidField':
    case 'DuplicatePort':
    case 'DuplicateBackend':
    case 'NoPorts':
    case 'PortConflict':
    case 'LoadBalancerNotFound':
    case 'NotOurs':
    case 'AmbiguousOwner':
    case 'UnsupportedProtocol':
    case 'NoNodePort':
    case 'Unsupported':
    case 'MixedProtocols':
    case 'MissingCertificate':
    case 'InvalidHost':
    case 'ForbiddenTransition':
    case 'OverLimit':
    case 'InvalidCreation':
      return 'error';
    case 'DeletionProtected':
    case 'NoBackends':
    case 'NoDirectBackends':
    case 'Ignored':
    case 'MissingServiceConfig':
    case 'ForeignListener':
    case 'MarksLost':
    case 'UnusableNode':
    case 'AttributeConflict':
    case 'AttributeUnsettable':
    case 'RetainProtected':
      return 'warning';
    case 'Skipped':
    case 'OtherClass':
    case 'WrongAddressFamily':
    case 'CreationIgnored':
    case 'CreationOver':
    case 'Unknown':
      return 'note';
  }
};
