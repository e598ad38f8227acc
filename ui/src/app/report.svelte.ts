/** Whether the report of a problem is being looked at. */
export const reporting: { open: boolean } = $state({ open: false });
