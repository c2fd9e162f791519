using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Profile;
using Curate.Core.Profile.Comparison;
using Curate.Core.Running;

namespace Curate.Cli.Running;

/// <summary>The other side of <c>--against</c>.</summary>
internal static class ProfileReference
{
    /// <summary>What a saved state says.</summary>
    /// <param name="path">The state.</param>
    /// <param name="taker">What takes it, as messages begin.</param>
    /// <exception cref="CurateException">It is that of another command, or of a shard.</exception>
    public static ComparisonSide OfState(string path, string taker = "--against")
    {
        using StateHead head = StateHead.Read(path);
        if (head.Command != "profile" || head.Count != 1)
        {
            Fail.Usage($"{taker} takes a state of a whole profile, and '{path}' is {(head.Command != "profile" ? "one of curate " + head.Command : "a shard")}.",
                head.Command == "profile" ? "Merge the shards first: curate merge part*.state --save-state whole.state." : null);
        }

        ProfileState state = ProfileState.Load(head, ProfileState.OptionsOf(head));
        return state.Table.Side(state.Name);
    }

    /// <summary>What rows say: what the profile looks at, where they have it.</summary>
    /// <param name="passes">Reads them.</param>
    /// <param name="rows">The other dataset.</param>
    /// <param name="options">The options of the profile.</param>
    /// <param name="name">What the report calls it.</param>
    public static ComparisonSide OfRows(PassRunner passes, IRecordSource rows, ProfileOptions options, string name)
    {
        bool Has(string column) => rows.HasColumn(column);
        return ProfileRun.Run(passes, rows, options with
        {
            Columns = [.. options.Columns.Where(Has)],
            Labels = [.. options.Labels.Where(Has)],
            Groups = [.. options.Groups.Where(Has)],
            LabelSeparator = options.Labels.Any(Has) ? options.LabelSeparator : null,
            Prediction = null,
            Probabilities = [],
            Embedding = null,
            Associations = [],
            FindDependencies = false,
            Duplicates = false,
        }).Side(name);
    }
}
