namespace Curate.Core.Text.Tokens.Splitting;

/// <summary>Pieces of so many characters each, the last one shorter.</summary>
internal sealed class FixedLength(int characters) : IPreTokenizer
{
    public void Apply(PieceText text)
    {
        foreach (PieceRange piece in text.Pieces)
        {
            ReadOnlySpan<byte> bytes = text.Text.Written;
            int start = piece.Start;
            int count = 0;
            for (int at = piece.Start; at < piece.End;)
            {
                at += Utf8Points.Width(bytes[at]);
                if (++count == characters || at >= piece.End)
                {
                    text.NextPieces.Add(new PieceRange(start, at));
                    start = at;
                    count = 0;
                }
            }
        }

        text.SwapPieces();
    }
}
