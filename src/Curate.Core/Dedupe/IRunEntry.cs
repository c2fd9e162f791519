namespace Curate.Core.Dedupe;

/// <summary>What <see cref="SortedRuns{T}"/> sorts.</summary>
internal interface IRunEntry<TSelf>
    where TSelf : unmanaged, IRunEntry<TSelf>
{
    /// <summary>0 to 255, ascending in the order of entries.</summary>
    int Partition { get; }

    /// <summary>Writes it for the state of a shard.</summary>
    void Write(BinaryWriter to);

    /// <summary>Restores what <see cref="Write"/> wrote.</summary>
    static abstract TSelf Read(BinaryReader from);
}
