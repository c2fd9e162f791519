using Curate.Core.Grouping;

namespace Curate.Core.Resample.Balance;

/// <summary>Groups, sizes and kept rows of one batch.</summary>
internal sealed class RehydratePart
{
    public GroupPart? Groups { get; set; }

    public long[] Sizes { get; set; } = [];

    public bool[] Kept { get; set; } = [];
}
