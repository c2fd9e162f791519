using Curate.Formats.Files;
using Curate.Parquet.Input;

namespace Curate.Formats.Parquet;

/// <summary>Positioned reads whose failures name the file.</summary>
internal sealed class GuardedInput(IParquetInput inner, string name) : IParquetInput
{
    public long Length => inner.Length;

    public int Read(long offset, Span<byte> into)
    {
        try
        {
            return inner.Read(offset, into);
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            throw FileFailures.CannotRead(name, failure);
        }
    }

    public bool TryGetMemory(long offset, int length, out ReadOnlyMemory<byte> memory) => inner.TryGetMemory(offset, length, out memory);

    public void Dispose() => inner.Dispose();
}
