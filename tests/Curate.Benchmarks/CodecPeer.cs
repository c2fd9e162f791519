namespace Curate.Benchmarks;

/// <summary>One pass over a page: reads the source, fills the target, returns the bytes written, or a negative number when it fails.</summary>
internal delegate int PageCall(ReadOnlySpan<byte> source, Span<byte> target);

/// <summary>The two directions of a codec.</summary>
internal sealed record CodecPeer(PageCall? Compress, PageCall? Decompress);
