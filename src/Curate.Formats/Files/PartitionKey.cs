using Curate.Core.Hashing;

namespace Curate.Formats.Files;

/// <summary>The encoded values of one combination of partition columns.</summary>
internal readonly struct PartitionKey(byte[] bytes) : IEquatable<PartitionKey>
{
    private readonly byte[] _bytes = bytes;

    public bool Equals(PartitionKey other) => _bytes.AsSpan().SequenceEqual(other._bytes);

    public override bool Equals(object? obj) => obj is PartitionKey other && Equals(other);

    public override int GetHashCode() => (int)Hash128.Of(_bytes).Low;
}
