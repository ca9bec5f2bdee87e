/** Address of a finding in the HTML report. */
export function findingAnchor(id: string): string {
  return `f-${id}`;
}

/** Address of a step in the HTML report. */
export function pluginAnchor(pluginId: string): string {
  return `plugin-${pluginId}`;
}
