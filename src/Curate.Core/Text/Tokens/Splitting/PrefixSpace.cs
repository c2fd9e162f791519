namespace Curate.Core.Text.Tokens.Splitting;

/// <summary>A space before each piece that does not begin with one.</summary>
internal sealed class PrefixSpace : IPreTokenizer
{
    public void Apply(PieceText text)
    {
        foreach (PieceRange piece in text.Pieces)
        {
            int start = text.NextText.Length;
            ReadOnlySpan<byte> bytes = text.Bytes(piece);
            if (bytes[0] != ' ')
            {
                text.NextText.Append((byte)' ');
            }

            text.NextText.Append(bytes);
            text.NextPieces.Add(new PieceRange(start, text.NextText.Length));
        }

        text.SwapText();
    }
}
