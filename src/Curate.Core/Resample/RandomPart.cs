using Curate.Core.Grouping;

namespace Curate.Core.Resample;

/// <summary>Classes and, when draws are keyed by an id, id hashes of one batch.</summary>
internal sealed class RandomPart
{
    public GroupPart? Groups { get; set; }

    public ulong[] Ids { get; set; } = [];
}
