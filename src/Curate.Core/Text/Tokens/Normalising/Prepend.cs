using Curate.Core.Data;

namespace Curate.Core.Text.Tokens.Normalising;

/// <summary>A string before each text that is not empty.</summary>
internal sealed class Prepend(byte[] prefix) : ITextNormaliser
{
    public bool Apply(ReadOnlySpan<byte> text, ByteBuffer to)
    {
        if (text.Length == 0)
        {
            return false;
        }

        to.Append(prefix);
        to.Append(text);
        return true;
    }
}
