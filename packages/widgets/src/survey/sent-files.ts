/** How large a file may be that goes by itself, in bytes: what the clinic's system takes (`attachmentBytes` of the contract). */
export const mostSentBytes = 5 * 1024 * 1024;
