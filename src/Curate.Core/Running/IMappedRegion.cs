namespace Curate.Core.Running;

/// <summary>A block of scratch that is addressed like memory.</summary>
public interface IMappedRegion : IDisposable
{
    long Bytes { get; }

    /// <summary>The bytes from <paramref name="offset"/> on; a span holds at most 2 GiB, so large regions are walked in pieces.</summary>
    Span<byte> Slice(long offset, int length);
}
