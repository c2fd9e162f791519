using Curate.Core.Grouping;

namespace Curate.Core.Select;

/// <summary>What subset selection reads from one batch.</summary>
internal sealed class SubsetPart
{
    public GroupPart? Groups { get; set; }

    /// <summary>Hash of each row's id, when draws are keyed by it.</summary>
    public ulong[] Ids { get; set; } = [];

    /// <summary>Size of each row under the budget.</summary>
    public double[] Sizes { get; set; } = [];
}
