namespace Curate.Core.Text.Tokens.Models;

/// <summary>Counts the tokens of pieces, one at a time.</summary>
internal abstract class PieceCounter
{
    /// <summary>The count of a piece that no tokens spell, in a vocabulary without an unknown token.</summary>
    public const int NoToken = -1;

    /// <summary>Tokens of a piece of valid UTF-8 that is not empty; <see cref="NoToken"/> where there are none for it.</summary>
    public abstract int Count(ReadOnlySpan<byte> piece);
}
