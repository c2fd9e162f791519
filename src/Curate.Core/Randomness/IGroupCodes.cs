namespace Curate.Core.Randomness;

/// <summary>Group codes of all rows, block by block in (source, row) order, as often as asked for.</summary>
public interface IGroupCodes
{
    /// <summary>Starts again at the first row.</summary>
    void Rewind();

    /// <summary>The next block; false at the end. A block is valid until the next call.</summary>
    bool Next(out GroupBlock block);
}
