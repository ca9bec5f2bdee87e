import { type Capability, definePlugin, type PluginContext, type PluginResult } from "harness/sdk";
import { choosePlugins, type PlannerSettings } from "./choose_plugins.ts";
import { suitableColumns } from "./suitable_columns.ts";

/** Chooses the plugins that suit the data, and says of every one why or why not. */
export default definePlugin<PlannerSettings>({ run: planRun });

function planRun(ctx: PluginContext<PlannerSettings>): PluginResult {
  const { table } = ctx;
  const catalogue = ctx.input.type === "planner" ? ctx.input.catalogue : [];
  const suitable = suitableColumns(table, ctx.upstream);
  const { plan, cost } = choosePlugins(
    catalogue,
    table.rows,
    table.columns.length,
    suitable,
    ctx.settings,
  );
  const selected = plan.filter((entry) => entry.selected).map(({ plugin_id }) => plugin_id);
  return {
    status: "ok",
    summary: selected.length === 0
      ? `None of ${catalogue.length} plugins was chosen; the plan says why.`
      : `Chose ${selected.length} of ${catalogue.length} plugins: ${listed(selected)}.`,
    metrics: {
      plugins: catalogue.length,
      selected: selected.length,
      cost,
      suitable_columns: Object.fromEntries(
        Object.entries(suitable).map(([capability, names]) => [
          capability,
          (capability as Capability) === "needs_eventlog"
            ? Math.min(1, names.length)
            : names.length,
        ]),
      ),
    },
    findings: [],
    plan,
  };
}

/** Ids of plugins are at most 64 characters. */
function listed(ids: readonly string[]): string {
  return ids.length <= 30 ? ids.join(", ") : `${ids.slice(0, 30).join(", ")}, …`;
}
