using Curate.Core.Data;

namespace Curate.Core.Text.Tokens;

/// <summary>
/// A text and the pieces that it is cut into, as pre-tokenizers hand it on: each one reads <see cref="Text"/> and <see cref="Pieces"/>, writes the next ones, and
/// swaps them in. Buffers of one worker, used again for each text.
/// </summary>
internal sealed class PieceText
{
    public ByteBuffer Text { get; private set; } = new();

    public List<PieceRange> Pieces { get; private set; } = [];

    public ByteBuffer NextText { get; private set; } = new();

    public List<PieceRange> NextPieces { get; private set; } = [];

    /// <summary>Matches of one splitter.</summary>
    public List<PieceRange> Matches { get; } = [];

    /// <summary>The text is the beginning of a row, not what follows an added token.</summary>
    public bool IsFirst { get; private set; }

    public ReadOnlySpan<byte> Bytes(PieceRange piece) => Text.Written[piece.Start..piece.End];

    /// <summary>Takes a text as one piece.</summary>
    public void Begin(ReadOnlySpan<byte> text, bool isFirst)
    {
        Text.Clear();
        Text.Append(text);
        Pieces.Clear();
        IsFirst = isFirst;
        if (text.Length > 0)
        {
            Pieces.Add(new PieceRange(0, text.Length));
        }
    }

    /// <summary>The next pieces of the same text are the pieces now.</summary>
    public void SwapPieces()
    {
        (Pieces, NextPieces) = (NextPieces, Pieces);
        NextPieces.Clear();
    }

    /// <summary>The next text and its pieces are the ones now.</summary>
    public void SwapText()
    {
        (Text, NextText) = (NextText, Text);
        NextText.Clear();
        SwapPieces();
    }
}
