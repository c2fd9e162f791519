using Curate.Core.Data;
using Curate.Core.Dependencies;
using Curate.Core.Profile;
using Curate.Core.Running;

namespace Curate.Cli.Running;

/// <summary>The part of a profile that <c>--dependencies</c> asks for, for the command and for stages of recipes.</summary>
internal static class ProfileDependencies
{
    /// <summary>Looks for them.</summary>
    /// <param name="passes">Reads rows.</param>
    /// <param name="rows">The dataset.</param>
    /// <param name="options">Columns and limits.</param>
    /// <param name="compared">There is a dataset to compare with.</param>
    /// <param name="other">Its rows; null where it is a saved state.</param>
    public static DependencyReport? Of(PassRunner passes, IRecordSource rows, ProfileOptions options, bool compared, IRecordSource? other)
    {
        if (!options.FindDependencies)
        {
            return null;
        }

        (IReadOnlyList<string> columns, IReadOnlyList<string> leftOut) = DependencyFinder.Choose(rows, options.Columns, options.Dependencies);
        return DependencyFinder.Run(passes, rows, columns, options.Dependencies, other) with
        {
            LeftOut = leftOut,
            Note = compared && other is null ? "Inclusions in the other dataset need its values, and a saved state does not have them: name its files after --against." : null,
        };
    }
}
