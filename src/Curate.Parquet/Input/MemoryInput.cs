namespace Curate.Parquet.Input;

/// <summary>A file that is held in memory.</summary>
public sealed class MemoryInput(ReadOnlyMemory<byte> bytes) : IParquetInput
{
    public long Length => bytes.Length;

    public int Read(long offset, Span<byte> into)
    {
        if (offset < 0 || offset >= bytes.Length)
        {
            return 0;
        }

        int count = (int)Math.Min(into.Length, bytes.Length - offset);
        bytes.Span.Slice((int)offset, count).CopyTo(into);
        return count;
    }

    public bool TryGetMemory(long offset, int length, out ReadOnlyMemory<byte> memory)
    {
        if (offset < 0 || length < 0 || offset > bytes.Length - length)
        {
            memory = default;
            return false;
        }

        memory = bytes.Slice((int)offset, length);
        return true;
    }

    public void Dispose()
    {
    }
}
