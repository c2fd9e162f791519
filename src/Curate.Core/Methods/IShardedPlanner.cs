namespace Curate.Core.Methods;

/// <summary>
/// A planner whose passes leave a state that can be written and merged, so that shards run anywhere and <c>curate merge</c> decides.
/// Merging the states of consecutive row ranges equals one pass over all of them.
/// </summary>
public interface IShardedPlanner : IRowPlanner
{
    /// <summary>Runs the passes over the rows of one shard without deciding.</summary>
    void Gather(Running.PassRunner passes, PlanInputs inputs);

    /// <summary>Writes what <see cref="Gather"/> collected.</summary>
    void SaveState(BinaryWriter to);

    /// <summary>Adds the state of the shard that comes next.</summary>
    void MergeState(BinaryReader from);

    /// <summary>The decision over everything gathered or merged.</summary>
    Running.RowPlan Decide();
}
