namespace Curate.Formats.Files;

/// <summary>Takes rows that an <see cref="IRowWriter"/> puts together.</summary>
internal interface IRowTarget
{
    /// <summary>Takes a row without its line end.</summary>
    void Add(ReadOnlySpan<byte> row);
}
