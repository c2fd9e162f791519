using Curate.Core.Data;
using Curate.Core.Text.Tokens.Splitting;

namespace Curate.Core.Text.Tokens.Normalising;

/// <summary>Another string in the place of each match.</summary>
internal sealed class Replace(IMatcher matcher, byte[] content) : ITextNormaliser
{
    public bool Apply(ReadOnlySpan<byte> text, ByteBuffer to)
    {
        var matches = new List<PieceRange>();
        matcher.FindAll(text, 0, matches);
        int copied = 0;
        foreach (PieceRange match in matches)
        {
            to.Append(text[copied..match.Start]);
            to.Append(content);
            copied = match.End;
        }

        if (matches.Count == 0)
        {
            return false;
        }

        to.Append(text[copied..]);
        return true;
    }
}
