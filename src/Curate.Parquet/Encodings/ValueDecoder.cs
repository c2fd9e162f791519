namespace Curate.Parquet.Encodings;

/// <summary>
/// Decodes the values of pages of one encoding. One call decodes many values, so that the virtual call does not count. Columns of byte
/// arrays use <see cref="ReadInto"/>, all others <see cref="ReadFixed"/>.
/// </summary>
internal abstract class ValueDecoder
{
    /// <summary>Begins a page.</summary>
    /// <param name="data">The values of the page.</param>
    /// <param name="mostValues">How many values the page has at most: its level entries, nulls included.</param>
    public abstract void Reset(ReadOnlyMemory<byte> data, int mostValues);

    /// <summary>Decodes values of a fixed width to the exact room given.</summary>
    public virtual void ReadFixed(Span<byte> into, int count) => throw new InvalidOperationException();

    /// <summary>Decodes byte arrays.</summary>
    public virtual void ReadInto(ValueBuffer into, int count) => throw new InvalidOperationException();

    public abstract void Skip(int count);
}
