namespace Curate.Core.Text.Tokens.Splitting;

/// <summary>Finds the places that a <see cref="Splitter"/> cuts at. Has no state: any thread may call it.</summary>
internal interface IMatcher
{
    /// <summary>Adds the matches in a text, in order. An empty one cuts where it stands.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="offset">Added to every place.</param>
    /// <param name="matches">Where they go.</param>
    void FindAll(ReadOnlySpan<byte> text, int offset, List<PieceRange> matches);
}
