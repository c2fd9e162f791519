using System.Text;
using Curate.Core.Data;

namespace Curate.Core.Text.Tokens.Normalising;

/// <summary>A Unicode normalisation form.</summary>
/// <param name="apply">Gives the same object where the text is in the form.</param>
internal sealed class UnicodeForm(Func<string, string> apply) : ITextNormaliser
{
    public bool Apply(ReadOnlySpan<byte> text, ByteBuffer to)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return false;
        }

        string before = Encoding.UTF8.GetString(text);
        string after = apply(before);
        if (ReferenceEquals(before, after))
        {
            return false;
        }

        to.Append(after);
        return true;
    }
}
