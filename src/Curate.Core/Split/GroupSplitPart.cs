using Curate.Core.Grouping;

namespace Curate.Core.Split;

/// <summary>Groups and strata of one batch.</summary>
internal sealed class GroupSplitPart
{
    public GroupPart? Groups { get; set; }

    public GroupPart? Strata { get; set; }
}
