namespace Curate.Parquet.Input;

/// <summary>The bytes of a file at any place. Calls may come from several threads at once.</summary>
public interface IParquetInput : IDisposable
{
    long Length { get; }

    /// <summary>Reads bytes from a place; fewer than asked for only at the end of the file.</summary>
    int Read(long offset, Span<byte> into);

    /// <summary>
    /// The bytes themselves, without a copy, where the input has them in memory; false where they must be read. The memory lives as
    /// long as the input.
    /// </summary>
    bool TryGetMemory(long offset, int length, out ReadOnlyMemory<byte> memory);
}
