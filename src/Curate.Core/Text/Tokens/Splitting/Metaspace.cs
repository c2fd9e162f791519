using System.Text;

namespace Curate.Core.Text.Tokens.Splitting;

/// <summary>When a replacement is put before a piece that does not begin with one.</summary>
internal enum PrependScheme
{
    Always,

    /// <summary>Only before the beginning of the row.</summary>
    First,

    Never,
}

/// <summary>Spaces become a visible character, as SentencePiece has it, and each one begins a piece.</summary>
internal sealed class Metaspace(string replacement, PrependScheme prepend, bool split) : IPreTokenizer
{
    private readonly byte[] _replacement = Encoding.UTF8.GetBytes(replacement);
    private readonly Splitter _splitter = new(new LiteralMatcher(Encoding.UTF8.GetBytes(replacement)), SplitBehaviour.MergedWithNext);

    public void Apply(PieceText text)
    {
        foreach (PieceRange piece in text.Pieces)
        {
            ReadOnlySpan<byte> bytes = text.Bytes(piece);
            int start = text.NextText.Length;
            bool prepends = prepend == PrependScheme.Always || (prepend == PrependScheme.First && text.IsFirst && piece.Start == 0);
            if (prepends && bytes[0] != ' ' && !bytes.StartsWith(_replacement))
            {
                text.NextText.Append(_replacement);
            }

            for (int at = 0; at < bytes.Length;)
            {
                int space = bytes[at..].IndexOf((byte)' ');
                text.NextText.Append(space < 0 ? bytes[at..] : bytes.Slice(at, space));
                if (space < 0)
                {
                    break;
                }

                text.NextText.Append(_replacement);
                at += space + 1;
            }

            text.NextPieces.Add(new PieceRange(start, text.NextText.Length));
        }

        text.SwapText();
        if (split)
        {
            _splitter.Apply(text);
        }
    }
}
