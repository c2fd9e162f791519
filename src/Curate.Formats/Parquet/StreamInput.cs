using Curate.Parquet.Input;

namespace Curate.Formats.Parquet;

/// <summary>Positioned reads of a stream that can seek, one at a time: what standard input was spooled to.</summary>
/// <param name="stream">The stream; owned.</param>
internal sealed class StreamInput(Stream stream) : IParquetInput
{
    private readonly Lock _gate = new();

    public long Length { get; } = stream.Length;

    public int Read(long offset, Span<byte> into)
    {
        lock (_gate)
        {
            stream.Seek(offset, SeekOrigin.Begin);
            return stream.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
        }
    }

    public bool TryGetMemory(long offset, int length, out ReadOnlyMemory<byte> memory)
    {
        memory = default;
        return false;
    }

    public void Dispose() => stream.Dispose();
}
