using Curate.Core.Grouping;

namespace Curate.Core.Mix;

/// <summary>What a worker finds in a batch: sources and sizes of its rows.</summary>
internal sealed class MixPart
{
    public GroupPart? Sources { get; set; }

    /// <summary>Sizes in the unit; empty when rows count.</summary>
    public double[] Sizes { get; set; } = [];

    /// <summary>Tokens, where they are counted beside another unit.</summary>
    public double[] Tokens { get; set; } = [];
}
